using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Rules;

/// <summary>A rule of a bus: which events, or at which times, its targets are invoked.</summary>
public sealed record RuleRecord : IResource
{
    static ResourceKind IResource.Kind => ResourceKind.Rule;

    [JsonIgnore]
    string IResource.Parent => Bus;

    /// <summary>The bus's name.</summary>
    public required string Bus { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its event pattern, as it was written.</summary>
    public string? EventPattern { get; init; }

    /// <summary><c>rate(…)</c> or <c>cron(…)</c>, on the default bus.</summary>
    public string? ScheduleExpression { get; init; }

    /// <summary><c>ENABLED</c>, <c>DISABLED</c> or <c>ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS</c>.</summary>
    public required string State { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Kept and shown.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The service that made it for itself, such as an archive's rule.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>When it was first made: a <c>rate</c> counts from here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is at work.</summary>
    [JsonIgnore]
    public bool Enabled => State != "DISABLED";
}
