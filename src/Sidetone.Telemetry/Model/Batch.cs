namespace Sidetone.Telemetry;

/// <summary>Who sends a batch: a page that observes media, or the platform that only knows of the call.</summary>
public enum BatchSource : byte
{
    /// <summary>A page, or a recording of one.</summary>
    Browser = 0,

    /// <summary>The contact-centre platform.</summary>
    Platform = 1,
}

/// <summary>
/// Samples and happenings of one session that were sent together, numbered. The unit of intake: it is accepted,
/// stored and acknowledged as a whole.
/// </summary>
public sealed record Batch
{
    /// <summary>The longest contact id, agent name and session id, in characters: they become keys.</summary>
    public const int IdLengthMax = 256;

    /// <summary>The platform's id of the call leg.</summary>
    public required string ContactId { get; init; }

    /// <summary>The agent's user name.</summary>
    public required string Agent { get; init; }

    /// <summary>The session's random id.</summary>
    public required string Session { get; init; }

    /// <summary>The batch's number within its session, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>Who sent it.</summary>
    public BatchSource Source { get; init; }

    /// <summary>Server's clock minus the sender's, in milliseconds, as the sender measured it; already applied to every time here.</summary>
    public long ClockOffsetMs { get; init; }

    /// <summary>Facts that are new or changed; null when none.</summary>
    public Facts? Facts { get; init; }

    /// <summary>Where the batch came from, as the server saw it; null in a recording.</summary>
    public Sender? Sender { get; init; }

    /// <summary>The samples, one track per stream.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];

    /// <summary>What happened, in the order the sender gave.</summary>
    public IReadOnlyList<Happening> Happenings { get; init; } = [];

    /// <summary>What headsets told, each in the order the sender gave.</summary>
    public IReadOnlyList<HeadsetReport> Headset { get; init; } = [];

    /// <summary>True for a batch of a recording file, whose samples may be further apart than a live call's.</summary>
    public bool IsRecording { get; init; }
}

/// <summary>The network that a batch was sent from.</summary>
public sealed record Sender
{
    /// <summary>The public address.</summary>
    public string Address { get; init; } = "";

    /// <summary>Who runs that network.</summary>
    public string Isp { get; init; } = "";

    /// <summary>The place: city.</summary>
    public string City { get; init; } = "";

    /// <summary>The place: state or province.</summary>
    public string Region { get; init; } = "";

    /// <summary>The place: country.</summary>
    public string Country { get; init; } = "";
}
