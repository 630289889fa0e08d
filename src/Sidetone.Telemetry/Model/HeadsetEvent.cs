namespace Sidetone.Telemetry;

/// <summary>One event of a headset. Headsets tell of changes: what an event says holds until the next of its sort.</summary>
public sealed record HeadsetEvent
{
    /// <summary>When, in milliseconds since the Unix epoch, clock offset applied.</summary>
    public required long At { get; init; }

    /// <summary>What, one of <see cref="HeadsetEventType"/>; others are kept and mean nothing yet.</summary>
    public required string Type { get; init; }

    /// <summary>With speech and mute: whether it begins or ends. With the boom arm: whether its position is right.</summary>
    public bool? On { get; init; }

    /// <summary>With a level: hundredths of a dB(A).</summary>
    public long? Level { get; init; }
}

/// <summary>The types of headset events that have a meaning; the list is open.</summary>
public static class HeadsetEventType
{
    /// <summary>The page hears the headset from now on; what was known of its state before is void.</summary>
    public const string Attached = "attached";

    /// <summary>The headset is gone, or another one is in use.</summary>
    public const string Detached = "detached";

    /// <summary>The agent begins or ends to speak (transmit).</summary>
    public const string TxSpeech = "txSpeech";

    /// <summary>The customer begins or ends to speak (receive).</summary>
    public const string RxSpeech = "rxSpeech";

    /// <summary>The noise around the agent while the agent is silent, in dB(A).</summary>
    public const string BackgroundNoise = "backgroundNoise";

    /// <summary>The level at the agent's ear, in dB(A).</summary>
    public const string AudioExposure = "audioExposure";

    /// <summary>The boom arm came into its place, or left it.</summary>
    public const string BoomPosition = "boomPosition";

    /// <summary>The headset's own microphone switch.</summary>
    public const string Mute = "mute";

    /// <summary>The agent tapped for more volume.</summary>
    public const string VolumeUp = "volumeUp";

    /// <summary>The agent tapped for less volume.</summary>
    public const string VolumeDown = "volumeDown";
}
