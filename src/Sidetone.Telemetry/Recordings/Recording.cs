namespace Sidetone.Telemetry.Recordings;

/// <summary>What a recording file held: one call with all its connections.</summary>
public sealed record Recording
{
    /// <summary>The form of the file, for people: <c>webrtc-internals</c>, <c>rtcstats</c>, <c>sidetone</c> …</summary>
    public required string Format { get; init; }

    /// <summary>The peer connections that the file tells of, in the order it tells of them.</summary>
    public required IReadOnlyList<RecordedConnection> Connections { get; init; }

    /// <summary>
    /// Everything that could be used, as one batch with <see cref="Batch.IsRecording"/>. Its ids are those asked for, or
    /// come from the file's content, so that reading the same file again gives the same ones.
    /// </summary>
    public required Batch Batch { get; init; }

    /// <summary>What could not be used and why, one sentence each; empty when everything was.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <summary>One peer connection of a recording.</summary>
public sealed record RecordedConnection
{
    /// <summary>The recording's name of it.</summary>
    public required string Id { get; init; }

    /// <summary>The first time the recording tells of it, in milliseconds since the Unix epoch; null when it never does.</summary>
    public long? First { get; init; }

    /// <summary>The last time the recording tells of it, in milliseconds since the Unix epoch; null when it never does.</summary>
    public long? Last { get; init; }

    /// <summary>How many audio streams it received and sent.</summary>
    public int AudioStreams { get; init; }

    /// <summary>How many samples those streams have together.</summary>
    public int AudioSamples { get; init; }

    /// <summary>The last ICE connection state stated (W3C WebRTC, 4.3.4); empty when none was.</summary>
    public string IceState { get; init; } = "";

    /// <summary>The last connection state stated (W3C WebRTC, 4.3.3); empty when none was.</summary>
    public string ConnectionState { get; init; } = "";

    /// <summary>The page that made it; empty when unknown.</summary>
    public string Page { get; init; } = "";
}
