using System.Text.Json;
using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Rules;

/// <summary>A target of a rule, with what it is sent and how often it is tried.</summary>
/// <remarks>The members have the API's names, so that what was put is listed as it was.</remarks>
public sealed record TargetRecord : IResource
{
    static ResourceKind IResource.Kind => ResourceKind.Target;

    [JsonIgnore]
    string IResource.Parent => ParentOf(Bus, Rule);

    [JsonIgnore]
    string IResource.Name => Id;

    /// <summary>The bus's name.</summary>
    public required string Bus { get; init; }

    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    /// <summary>Its id, unique within the rule.</summary>
    public required string Id { get; init; }

    /// <summary>What is invoked.</summary>
    public required string Arn { get; init; }

    /// <summary>Kept and shown.</summary>
    public string? RoleArn { get; init; }

    /// <summary>A constant JSON text that is sent instead of the event.</summary>
    public string? Input { get; init; }

    /// <summary>The part of the event that is sent.</summary>
    public string? InputPath { get; init; }

    /// <summary>How the event is made into what is sent.</summary>
    public InputTransformerRecord? InputTransformer { get; init; }

    /// <summary>What a call of an API destination carries besides the body.</summary>
    public HttpParametersRecord? HttpParameters { get; init; }

    /// <summary>The message group of a FIFO queue.</summary>
    public SqsParametersRecord? SqsParameters { get; init; }

    /// <summary>How often and how long it is tried.</summary>
    public RetryPolicyRecord? RetryPolicy { get; init; }

    /// <summary>Where events go that could not be delivered.</summary>
    public DeadLetterConfigRecord? DeadLetterConfig { get; init; }

    /// <summary>Parameters of targets that live in AWS alone, kept as they were given.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }

    /// <summary>What the ids of a rule's targets are unique within; neither name may hold the bar.</summary>
    public static string ParentOf(string bus, string rule) => $"{bus}|{rule}";
}

/// <summary><c>InputTransformer</c>.</summary>
public sealed record InputTransformerRecord(string InputTemplate, IReadOnlyDictionary<string, string>? InputPathsMap);

/// <summary><c>HttpParameters</c>.</summary>
public sealed record HttpParametersRecord(
    IReadOnlyList<string>? PathParameterValues,
    IReadOnlyDictionary<string, string>? HeaderParameters,
    IReadOnlyDictionary<string, string>? QueryStringParameters
);

/// <summary><c>SqsParameters</c>.</summary>
public sealed record SqsParametersRecord(string? MessageGroupId);

/// <summary><c>RetryPolicy</c>: at most 185 retries (the default) and at most 86,400 s (the default).</summary>
public sealed record RetryPolicyRecord(int? MaximumRetryAttempts, int? MaximumEventAgeInSeconds);

/// <summary><c>DeadLetterConfig</c>.</summary>
public sealed record DeadLetterConfigRecord(string? Arn);
