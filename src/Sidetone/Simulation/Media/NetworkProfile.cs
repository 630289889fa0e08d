namespace Sidetone.Simulation.Media;

/// <summary>How an agent's network treats a call.</summary>
internal sealed record NetworkProfile
{
    /// <summary>An office's wire: hardly any loss, little jitter.</summary>
    public static readonly NetworkProfile Wired = new()
    {
        Type = "lan",
        ToAgent = new BurstLossSettings(Begin: 0.00002, End: 0.3, Inside: 0.5, Outside: 0.00003),
        FromAgent = new BurstLossSettings(Begin: 0.00002, End: 0.3, Inside: 0.5, Outside: 0.00003),
        JitterMs = new WanderSettings(Usual: 1.8, Spread: 0.35),
        RoundTripMs = new WanderSettings(Usual: 38, Spread: 0.08),
    };

    /// <summary>A home's Wi-Fi on a good day.</summary>
    public static readonly NetworkProfile GoodWiFi = new()
    {
        Type = "wlan",
        ToAgent = new BurstLossSettings(Begin: 0.0001, End: 0.25, Inside: 0.4, Outside: 0.0004),
        FromAgent = new BurstLossSettings(Begin: 0.0001, End: 0.25, Inside: 0.4, Outside: 0.0004),
        JitterMs = new WanderSettings(Usual: 4.5, Spread: 0.4, SpikeChance: 0.01, SpikeFactor: 2),
        RoundTripMs = new WanderSettings(Usual: 52, Spread: 0.15, SpikeChance: 0.01, SpikeFactor: 1),
    };

    /// <summary>Wi-Fi two walls away: loss in bursts, jitter and round trips that spike.</summary>
    public static readonly NetworkProfile BadWiFi = new()
    {
        Type = "wlan",
        ToAgent = new BurstLossSettings(Begin: 0.004, End: 0.04, Inside: 0.45, Outside: 0.004),
        FromAgent = new BurstLossSettings(Begin: 0.003, End: 0.05, Inside: 0.4, Outside: 0.003),
        JitterMs = new WanderSettings(Usual: 24, Spread: 0.55, SpikeChance: 0.06, SpikeFactor: 2.5),
        RoundTripMs = new WanderSettings(Usual: 95, Spread: 0.35, SpikeChance: 0.05, SpikeFactor: 4),
        LateShare = 0.02,
    };

    /// <summary>A wire with a failing switch: steady loss, little jitter.</summary>
    public static readonly NetworkProfile Lossy = new()
    {
        Type = "lan",
        ToAgent = new BurstLossSettings(Begin: 0.001, End: 0.2, Inside: 0.5, Outside: 0.035),
        FromAgent = new BurstLossSettings(Begin: 0.001, End: 0.2, Inside: 0.5, Outside: 0.02),
        JitterMs = new WanderSettings(Usual: 3, Spread: 0.4),
        RoundTripMs = new WanderSettings(Usual: 44, Spread: 0.1),
    };

    /// <summary>A tunnel to another continent: nothing lost, everything late.</summary>
    public static readonly NetworkProfile FarTunnel = new()
    {
        Type = "vpn",
        ToAgent = new BurstLossSettings(Begin: 0.0001, End: 0.3, Inside: 0.5, Outside: 0.0005),
        FromAgent = new BurstLossSettings(Begin: 0.0001, End: 0.3, Inside: 0.5, Outside: 0.0005),
        JitterMs = new WanderSettings(Usual: 6, Spread: 0.3),
        RoundTripMs = new WanderSettings(Usual: 335, Spread: 0.03),
    };

    /// <summary>The network's type, as a browser or machine names it: <c>lan</c>, <c>wlan</c>, <c>vpn</c> …</summary>
    public required string Type { get; init; }

    /// <summary>Loss of what the agent should hear.</summary>
    public required BurstLossSettings ToAgent { get; init; }

    /// <summary>Loss of what the agent says.</summary>
    public required BurstLossSettings FromAgent { get; init; }

    /// <summary>Interarrival jitter, in milliseconds.</summary>
    public required WanderSettings JitterMs { get; init; }

    /// <summary>Round trip, in milliseconds.</summary>
    public required WanderSettings RoundTripMs { get; init; }

    /// <summary>The share of lost packets that come late after all, so that the count of lost ones falls again.</summary>
    public double LateShare { get; init; }
}
