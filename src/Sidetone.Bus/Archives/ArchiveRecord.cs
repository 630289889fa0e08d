using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Archives;

/// <summary>An archive: the events of a bus that are kept to be replayed.</summary>
public sealed record ArchiveRecord : IResource
{
    /// <summary>It takes events.</summary>
    public const string Enabled = "ENABLED";

    // Who AWS says manages such rules.
    private const string Keeper = "prod.vhs.events.aws.internal";

    static ResourceKind IResource.Kind => ResourceKind.Archive;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Tells it from an earlier archive of the same name, whose events are not its own.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of the bus.</summary>
    public required string Bus { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Which events; all when there is none.</summary>
    public string? EventPattern { get; init; }

    /// <summary>How long they are kept; 0 for ever.</summary>
    public int RetentionDays { get; init; }

    /// <summary>Kept and shown.</summary>
    public string? KmsKeyIdentifier { get; init; }

    /// <summary><c>ENABLED</c>, <c>DISABLED</c> …</summary>
    public required string State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The rule that shows on the bus what the archive takes: its pattern, and no event that a replay brought back. It
    /// has no target; what keeps the events is the archive itself.
    /// </summary>
    public RuleRecord ManagedRule() =>
        new()
        {
            Bus = Bus,
            Name = $"Events-Archive-{Name}",
            EventPattern = PatternWithoutReplays(),
            State = "ENABLED",
            ManagedBy = Keeper,
            CreatedAt = CreatedAt,
        };

    // The pattern was checked to be an object, and its text is kept: names that stand twice in it must stay so.
    private string PatternWithoutReplays()
    {
        const string NoReplay = "\"replay-name\":[{\"exists\":false}]";
        var own = EventPattern?.Trim();
        return own is null ? $"{{{NoReplay}}}" : $"{own[..^1]},{NoReplay}}}";
    }
}
