namespace Sidetone.Calls.Live;

/// <summary>Where an open call stands.</summary>
public enum LiveStage
{
    /// <summary>Nobody said that it rings or is connected.</summary>
    Unknown,

    /// <summary>It is offered to the agent.</summary>
    Ringing,

    /// <summary>Agent and customer are connected.</summary>
    Connected,

    /// <summary>The customer is on hold.</summary>
    OnHold,

    /// <summary>Somebody said that it ended; it waits for what is missing.</summary>
    Ended,
}

/// <summary>An open call as far as what was sent of it tells. Times in milliseconds since the Unix epoch.</summary>
public sealed record LiveCall
{
    /// <summary>Where it stands.</summary>
    public required LiveStage Stage { get; init; }

    /// <summary>True when the agent's microphone is closed.</summary>
    public required bool IsMuted { get; init; }

    /// <summary>When it was offered to the agent, or else its first record; null without any.</summary>
    public required long? Since { get; init; }

    /// <summary>When agent and customer were connected; null when nobody said so.</summary>
    public required long? ConnectedAt { get; init; }

    /// <summary>Since when it is in its stage; null when unknown.</summary>
    public required long? StageSince { get; init; }

    /// <summary>The time of its last record; null without any.</summary>
    public required long? LastRecordAt { get; init; }

    /// <summary>The last second that has a score; null when there is none yet.</summary>
    public required LiveSecond? LastSecond { get; init; }
}

/// <summary>One second of an open call; what is null was not measured.</summary>
public sealed record LiveSecond
{
    /// <summary>When it began, in milliseconds since the Unix epoch.</summary>
    public required long At { get; init; }

    /// <summary>What the agent heard, 1 to 4.5.</summary>
    public required double? InboundMos { get; init; }

    /// <summary>What the customer heard, 1 to 4.5.</summary>
    public required double? OutboundMos { get; init; }

    /// <summary>Packets that the agent did not get, in per cent.</summary>
    public required double? InboundLossPercent { get; init; }

    /// <summary>RTP jitter at the agent in ms.</summary>
    public required double? InboundJitterMs { get; init; }

    /// <summary>The RTCP round trip in ms.</summary>
    public required double? RoundTripMs { get; init; }
}
