using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Rules;

/// <summary>Targets from the wire and back, and what must hold within one.</summary>
internal static partial class TargetReading
{
    // Members that the record has itself; the others are kept as they were given.
    private static readonly string[] s_own =
    [
        "Id",
        "Arn",
        "RoleArn",
        "Input",
        "InputPath",
        "InputTransformer",
        "HttpParameters",
        "SqsParameters",
        "RetryPolicy",
        "DeadLetterConfig",
    ];

    private static readonly string[] s_placeholders =
    [
        "aws.events.rule-arn",
        "aws.events.rule-name",
        "aws.events.event",
        "aws.events.event.json",
        "aws.events.event.ingestion-time",
    ];

    /// <summary>A target as it was sent.</summary>
    public static TargetRecord Read(Input target, string bus, string rule) =>
        new()
        {
            Bus = bus,
            Rule = rule,
            Id = target.Required("Id"),
            Arn = target.Required("Arn"),
            RoleArn = target.Text("RoleArn"),
            Input = target.Text("Input"),
            InputPath = target.Text("InputPath"),
            InputTransformer = target.Structure("InputTransformer") is { } transformer
                ? new(transformer.Required("InputTemplate"), transformer.Map("InputPathsMap"))
                : null,
            HttpParameters = target.Structure("HttpParameters") is { } http
                ? new(
                    http.Texts("PathParameterValues"),
                    http.Map("HeaderParameters"),
                    http.Map("QueryStringParameters")
                )
                : null,
            SqsParameters = target.Structure("SqsParameters") is { } queue ? new(queue.Text("MessageGroupId")) : null,
            RetryPolicy = target.Structure("RetryPolicy") is { } retries
                ? new(retries.Number("MaximumRetryAttempts"), retries.Number("MaximumEventAgeInSeconds"))
                : null,
            DeadLetterConfig = target.Structure("DeadLetterConfig") is { } letters ? new(letters.Text("Arn")) : null,
            Other = Others(target),
        };

    /// <summary>Requires what holds between a target's members.</summary>
    /// <exception cref="BusException">It does not, in AWS's words where they are known.</exception>
    public static void Require(TargetRecord target)
    {
        if (!ArnForm().IsMatch(target.Arn))
        {
            throw Refusals.Parameter(target.Arn, "Provided Arn is not in correct format.");
        }

        if (
            target.Arn.Contains(":sqs:", StringComparison.Ordinal)
            && target.Arn.EndsWith(".fifo", StringComparison.Ordinal)
            && target.SqsParameters is null
        )
        {
            throw Refusals.Invalid($"Parameter(s) SqsParameters must be specified for target: {target.Id}.");
        }

        object?[] inputs = [target.Input, target.InputPath, target.InputTransformer];
        if (inputs.Count(static input => input is not null) > 1)
        {
            throw Refusals.Invalid(
                $"Only one of Input, InputPath, or InputTransformer must be provided for target {target.Id}."
            );
        }

        if (target.Input is { Length: > 0 } input && !IsJson(input))
        {
            throw Refusals.Invalid($"JSON syntax error in input for target {target.Id}.");
        }

        if (target.InputTransformer is { } transformer)
        {
            Require(transformer, target.Id);
        }
    }

    /// <summary>A target as it is listed.</summary>
    public static JsonNode? Show(TargetRecord target)
    {
        var shown = (JsonObject?)JsonSerializer.SerializeToNode(target, ResourceJson.Default.TargetRecord) ?? [];
        shown.Remove(nameof(TargetRecord.Bus));
        shown.Remove(nameof(TargetRecord.Rule));
        return shown;
    }

    private static void Require(InputTransformerRecord transformer, string id)
    {
        foreach (Match placeholder in Placeholder().Matches(transformer.InputTemplate))
        {
            var name = placeholder.Groups[1].Value;
            if (
                transformer.InputPathsMap?.ContainsKey(name) != true
                && !s_placeholders.Contains(name, StringComparer.Ordinal)
            )
            {
                throw Refusals.Invalid($"InputTemplate for target {id} contains invalid placeholder {name}.");
            }
        }

        if (transformer.InputPathsMap?.Keys.FirstOrDefault(IsReserved) is { } reserved)
        {
            throw Refusals.Invalid($"InputPathsMap for target {id} contains the reserved key {reserved}.");
        }
    }

    private static bool IsReserved(string key) => key.StartsWith("AWS", StringComparison.Ordinal);

    private static Dictionary<string, JsonElement>? Others(Input target)
    {
        Dictionary<string, JsonElement>? others = null;
        foreach (var name in TargetShapes.Target.Names.Except(s_own, StringComparer.Ordinal))
        {
            if (target.TryGet(name, out var found))
            {
                (others ??= [])[name] = found.Clone();
            }
        }

        return others;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\Aarn:[^:]+:[^:]+:[^:]*:[^:]*:.+\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex ArnForm();

    [GeneratedRegex("<([A-Za-z0-9_.-]+)>", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
