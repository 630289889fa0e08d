using Sidetone.Heartbeat.Schedules;

namespace Sidetone.Heartbeat.Definitions;

/// <summary>A heartbeat as an operator defined it.</summary>
public sealed record HeartbeatDefinition
{
    /// <summary>Its name, one of its kind within the group.</summary>
    public required string Name { get; init; }

    /// <summary>False stops its schedule; it can still be run on demand.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When it calls; null on demand alone.</summary>
    public HeartbeatSchedule? Schedule { get; init; }

    /// <summary>The window after each slot within which it dials.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>What it calls: a number or a SIP address, as it was written.</summary>
    public required string To { get; init; }

    /// <summary>The name of the account that dials; null calls the address directly.</summary>
    public string? Account { get; init; }

    /// <summary>Who answers.</summary>
    public required Receiver Receiver { get; init; }

    /// <summary>What is done between the answer and the signal.</summary>
    public IReadOnlyList<CallStep> Steps { get; init; } = [];

    /// <summary>How long the signal is sent and measured. Default 20 s.</summary>
    public TimeSpan Signal { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long it may ring. Default 60 s.</summary>
    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether what both ends heard is kept for a while. Default false.</summary>
    public bool Record { get; init; }

    /// <summary>The routing profile in events; may be empty.</summary>
    public string RoutingProfileId { get; init; } = "";

    /// <summary>The names of the workflows that look at its jobs.</summary>
    public IReadOnlyList<string> Workflows { get; init; } = [];
}
