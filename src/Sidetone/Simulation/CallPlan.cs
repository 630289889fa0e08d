namespace Sidetone.Simulation;

/// <summary>One call to simulate: who, which kind, when, for how long. Together with the seed it says everything.</summary>
internal sealed record CallPlan
{
    /// <summary>The agent.</summary>
    public required SimulatedAgent Agent { get; init; }

    /// <summary>The kind of call.</summary>
    public required CallProfile Profile { get; init; }

    /// <summary>When it begins to ring.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>How long agent and customer are connected.</summary>
    public required TimeSpan Connected { get; init; }

    /// <summary>Everything random in the call comes from this.</summary>
    public required SeededRandom Random { get; init; }

    /// <summary>The contact's id; null to derive one from the seed.</summary>
    public string? ContactId { get; init; }

    /// <summary>The call is over by then, however long it rings.</summary>
    public DateTimeOffset LatestEnd => Start + TimeSpan.FromSeconds(Profile.Ring.High) + Connected;
}

/// <summary>A batch and the instant at which the page would send it.</summary>
internal readonly record struct TimedBatch(DateTimeOffset At, Telemetry.Batch Batch);
