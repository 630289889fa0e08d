using Sidetone.Bus.Inputs;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Targets;

namespace Sidetone.Bus.Invocations;

/// <summary>A lane that is ready to be worked on.</summary>
internal sealed record OpenLane
{
    /// <summary>AWS's limits when a target names none.</summary>
    private const int RetriesDefault = 185;

    private static readonly TimeSpan AgeDefault = TimeSpan.FromDays(1);

    /// <summary>Which lane.</summary>
    public required LaneKey Lane { get; init; }

    /// <summary>The target's settings; null when it was removed.</summary>
    public required TargetRecord? Record { get; init; }

    /// <summary>The ARN of its rule.</summary>
    public required string RuleArn { get; init; }

    /// <summary>Where dead letters go; null when nowhere.</summary>
    public required string? DeadLetterArn { get; init; }

    /// <summary>What is invoked: the target, or what takes its dead letters. Null when it cannot be.</summary>
    public required ITarget? Target { get; init; }

    /// <summary>Why it cannot be invoked.</summary>
    public required TargetUnusableException? Problem { get; init; }

    /// <summary>Makes what is sent.</summary>
    public required TargetInput Input { get; init; }

    /// <summary>How often it is tried again; dead letters have the default.</summary>
    public long RetriesMax => (Lane.IsDeadLetter ? null : Record?.RetryPolicy?.MaximumRetryAttempts) ?? RetriesDefault;

    /// <summary>How long it is tried; dead letters have the default.</summary>
    public TimeSpan AgeMax =>
        !Lane.IsDeadLetter && Record?.RetryPolicy?.MaximumEventAgeInSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : AgeDefault;
}
