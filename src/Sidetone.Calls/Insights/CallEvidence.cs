using Sidetone.Calls.Statistics;
using Sidetone.Calls.Summaries;
using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Insights;

/// <summary>
/// What the rules look at. Made from a call's measurements, or from the figures of a summary alone: then there are no
/// seconds, and rules that need them stay silent.
/// </summary>
internal sealed class CallEvidence
{
    /// <summary>True when a page observed the call; without one no rule on quality can know anything.</summary>
    public bool HasAgentData { get; init; } = true;

    /// <summary>True when agent and customer were connected.</summary>
    public bool WasConnected { get; init; } = true;

    /// <summary><c>Inbound</c>, <c>Outbound</c> or empty.</summary>
    public string CallDirection { get; init; } = "";

    /// <summary>From connected to the end, in seconds.</summary>
    public double TotalSec { get; init; }

    /// <summary>On hold, in seconds.</summary>
    public double HoldSec { get; init; }

    /// <summary>Muted while talking, in seconds.</summary>
    public double MuteSec { get; init; }

    /// <summary>From ringing to connected, in seconds; null when unknown.</summary>
    public double? ConnectionSec { get; init; }

    /// <summary>When the call ended, in milliseconds since the Unix epoch.</summary>
    public long EndedAt { get; init; }

    public required DirectionEvidence Inbound { get; init; }
    public required DirectionEvidence Outbound { get; init; }

    /// <summary>RTCP round trips in milliseconds.</summary>
    public Spread RoundTrip { get; init; }

    /// <summary>Concealed samples in per cent; null when unknown.</summary>
    public double? ConcealedPercent { get; init; }

    /// <summary>Share of time with both sides speaking, in per cent, as the headset measured it; null without one.</summary>
    public double? CrosstalkPercent { get; init; }

    public IReadOnlyList<CallSecond> Seconds { get; init; } = [];
    public Span Talk { get; init; }
    public SpanSet Hold { get; init; } = SpanSet.Empty;
    public SpanSet Mute { get; init; } = SpanSet.Empty;

    public IReadOnlyList<MachineSnapshot> Machine { get; init; } = [];

    /// <summary>CPU in use over the call, in per cent.</summary>
    public Spread Cpu { get; init; }

    /// <summary>Memory in use over the call, in per cent.</summary>
    public Spread Memory { get; init; }

    public string NetworkType { get; init; } = "";
    public string MediaTransport { get; init; } = "";
    public string CandidateType { get; init; } = "";

    /// <summary>Every device that was in use, first use first.</summary>
    public IReadOnlyList<UsedDevice> Devices { get; init; } = [];

    public NameAndVersion Browser { get; init; } = new();

    /// <summary>How often ICE reported <c>disconnected</c> or <c>failed</c> while the call talked.</summary>
    public int IceDisconnects { get; init; }

    /// <summary>How often the selected candidate pair changed while the call talked.</summary>
    public long CandidatePairChanges { get; init; }

    /// <summary>True when another softphone of the agent was live.</summary>
    public bool MultipleSoftphones { get; init; }

    /// <summary>Both directions, with their names.</summary>
    public IEnumerable<(string Name, DirectionEvidence Direction)> Directions =>
        [("inbound", Inbound), ("outbound", Outbound)];
}

/// <summary>What the rules look at in one direction.</summary>
internal sealed record DirectionEvidence
{
    /// <summary>Packets that should have come (inbound) or were sent (outbound): what the loss is a share of.</summary>
    public long PacketsExpected { get; init; }

    /// <summary>Lost packets in per cent.</summary>
    public double LossPercent { get; init; }

    public Spread Jitter { get; init; }
    public Spread Mos { get; init; }
    public Spread Level { get; init; }

    /// <summary>Stretches without media though it was to be expected.</summary>
    public IReadOnlyList<Span> Outages { get; init; } = [];
}

/// <summary>A device and when it came into use.</summary>
/// <param name="Device">The device.</param>
/// <param name="At">Since when, in milliseconds since the Unix epoch; null when unknown.</param>
/// <param name="IsChange">True when it came into use after the call was connected.</param>
internal sealed record UsedDevice(MediaDevice Device, long? At, bool IsChange);
