namespace Sidetone.Heartbeat.Calls;

/// <summary>What a human agent's browser counted of what it was sent, means of its whole call. Whatever is null was not measured.</summary>
public sealed record AgentLegRecord
{
    /// <summary>Packets that never came, in per cent.</summary>
    public double? LossPercent { get; init; }

    /// <summary>Jitter, in ms.</summary>
    public double? JitterMs { get; init; }

    /// <summary>Round trip to whatever the browser's media goes to, in ms.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>The mean opinion score that the call's summary gives, by the group's formula; for people, no score uses it.</summary>
    public double? Mos { get; init; }
}
