namespace Sidetone.Telemetry;

/// <summary>Something that happened to a call at an instant: it connected, was held, a device changed.</summary>
public sealed record Happening
{
    /// <summary>When, in milliseconds since the Unix epoch, clock offset applied.</summary>
    public required long At { get; init; }

    /// <summary>What, one of <see cref="HappeningType"/>; others are kept and mean nothing yet.</summary>
    public required string Type { get; init; }

    /// <summary>The connection it concerns; empty when the call as a whole.</summary>
    public string Connection { get; init; } = "";

    /// <summary>With <c>ended</c>: the number of the last batch that the session sent; null when the sender cannot know.</summary>
    public long? LastSequence { get; init; }

    /// <summary>With <c>ended</c>: who ended the call, as the platform or the softphone says it (<c>Agent</c>, <c>Customer</c> …).</summary>
    public string? EndedBy { get; init; }

    /// <summary>With <c>deviceChange</c>: the device now in use.</summary>
    public MediaDevice? Device { get; init; }

    /// <summary>With <c>softphoneError</c>: its type, such as <c>ice_collection_timeout</c>; with <c>iceState</c>: the state.</summary>
    public string? Value { get; init; }

    /// <summary>A message for people that came with it.</summary>
    public string? Message { get; init; }
}

/// <summary>The types of happenings that have a meaning; the list is open.</summary>
public static class HappeningType
{
    /// <summary>The call is offered to the agent: ring time begins.</summary>
    public const string Connecting = "connecting";

    /// <summary>Agent and customer are connected: talk time begins.</summary>
    public const string Connected = "connected";

    /// <summary>The customer is put on hold.</summary>
    public const string Hold = "hold";

    /// <summary>The customer is taken back from hold.</summary>
    public const string Resume = "resume";

    /// <summary>The agent's microphone is muted.</summary>
    public const string Mute = "mute";

    /// <summary>The agent's microphone is open again.</summary>
    public const string Unmute = "unmute";

    /// <summary>A microphone or speaker was chosen, plugged in or pulled out.</summary>
    public const string DeviceChange = "deviceChange";

    /// <summary>The softphone reports an error.</summary>
    public const string SoftphoneError = "softphoneError";

    /// <summary>A connection's ICE state changed; <see cref="Happening.Value"/> is the new state.</summary>
    public const string IceState = "iceState";

    /// <summary>Another softphone session of the same agent is live.</summary>
    public const string MultipleSoftphones = "multipleSoftphones";

    /// <summary>The page is hidden or going away; ends nothing.</summary>
    public const string Detached = "detached";

    /// <summary>The call is over.</summary>
    public const string Ended = "ended";

    /// <summary>
    /// The platform wrote the record that this batch was made of: <see cref="Happening.At"/> is the record's own time and
    /// <see cref="Happening.Value"/> its kind, one of <see cref="PlatformRecordKind"/>.
    /// </summary>
    public const string PlatformRecord = "platformRecord";

    /// <summary>
    /// The platform names the agent of a call that is known without: <see cref="Happening.Value"/> is the user name.
    /// </summary>
    public const string AgentNamed = "agentNamed";
}

/// <summary>The kinds of records that platforms write; the list is open.</summary>
public static class PlatformRecordKind
{
    /// <summary>One thing that happened to a contact.</summary>
    public const string ContactEvent = "contactEvent";

    /// <summary>All about a contact, written again whenever something of it changes: the latest one counts.</summary>
    public const string ContactRecord = "contactRecord";

    /// <summary>What an agent was doing at an instant.</summary>
    public const string AgentEvent = "agentEvent";
}

/// <summary>A microphone or speaker, as <c>MediaDeviceInfo</c> (W3C Media Capture and Streams, 9.3) describes it.</summary>
public sealed record MediaDevice
{
    /// <summary><c>audioinput</c> or <c>audiooutput</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>What the operating system calls it.</summary>
    public string Label { get; init; } = "";

    /// <summary>The browser's id of it.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>Devices of one physical thing share it.</summary>
    public string GroupId { get; init; } = "";

    /// <summary>When it came into use, in milliseconds since the Unix epoch, clock offset applied; null when unknown.</summary>
    public long? At { get; init; }

    /// <summary>Its sample rate in Hz; null when unknown.</summary>
    public int? SampleRate { get; init; }
}
