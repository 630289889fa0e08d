namespace Sidetone.Calls.Insights;

/// <summary>How bad it is for the conversation when a rule fires.</summary>
public enum InsightSeverity
{
    /// <summary>Worth knowing; nobody heard anything.</summary>
    Notice,

    /// <summary>Heard by someone who listens for it.</summary>
    Minor,

    /// <summary>The conversation suffered.</summary>
    Severe,

    /// <summary>There was no conversation for a while.</summary>
    Terminal,
}

/// <summary>One rule that looks at a call and may tag it; data, but for the one function that decides.</summary>
public sealed record InsightRule
{
    /// <summary>Its number in the list of rules; two levels of one matter share it.</summary>
    public required int Number { get; init; }

    /// <summary>Its name in settings, such as <c>highPacketLoss</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The tag, as the InsightsSummary event prints it.</summary>
    public required string Name { get; init; }

    /// <summary>What it measures, in a sentence.</summary>
    public required string Definition { get; init; }

    /// <summary>The default limit, in <see cref="Unit"/>.</summary>
    public required double Threshold { get; init; }

    /// <summary>The unit of the limit, in words.</summary>
    public required string Unit { get; init; }

    /// <summary>How long it must last to count, in seconds; 0 where the whole call is judged.</summary>
    public double WindowSec { get; init; }

    /// <summary>How bad it is.</summary>
    public required InsightSeverity Severity { get; init; }

    /// <summary>Whether a new group has it switched on.</summary>
    public bool OnByDefault { get; init; } = true;

    /// <summary>The rule that this one replaces when both fire (<c>Very High</c> replaces <c>High</c>); null when none.</summary>
    public string? Replaces { get; init; }

    /// <summary>What a person can do about it.</summary>
    public required string Advice { get; init; }

    /// <summary>Where definition and limit come from.</summary>
    public required string Source { get; init; }

    /// <summary>Judges a call; null when the rule does not fire or cannot know.</summary>
    internal Func<CallEvidence, RuleLimits, InsightFinding?> Judge { get; init; } = static (_, _) => null;
}

/// <summary>The limits that a group set, or the rule's own.</summary>
/// <param name="Threshold">The limit, in the rule's unit.</param>
/// <param name="WindowSec">How long it must last, in seconds.</param>
internal readonly record struct RuleLimits(double Threshold, double WindowSec);

/// <summary>What a rule found.</summary>
/// <param name="Value">The value that broke the limit, in the rule's unit.</param>
/// <param name="Direction"><c>inbound</c>, <c>outbound</c>, or empty where the rule has none.</param>
/// <param name="Windows">When it happened; empty where the whole call was judged.</param>
internal sealed record InsightFinding(double Value, string Direction, IReadOnlyList<Timeline.Span> Windows)
{
    public InsightFinding(double value, string direction = "")
        : this(value, direction, []) { }
}

/// <summary>A tag on a call.</summary>
/// <param name="RuleId">The rule that fired.</param>
/// <param name="Name">The tag, as the event prints it.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Direction"><c>inbound</c>, <c>outbound</c>, or empty.</param>
/// <param name="Value">The value that broke the limit, in the rule's unit.</param>
/// <param name="Windows">When it happened; empty where the whole call was judged.</param>
public sealed record Insight(
    string RuleId,
    string Name,
    InsightSeverity Severity,
    string Direction,
    double Value,
    IReadOnlyList<Timeline.Span> Windows
);
