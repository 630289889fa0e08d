namespace Sidetone.Telemetry.Recordings;

/// <summary>What a recording itself cannot say.</summary>
public sealed record RecordingOptions
{
    /// <summary>The largest content that is read, in bytes, after decompression.</summary>
    public const long SizeMax = 1L << 30;

    /// <summary>The contact that the recording is of; null derives an id from the content.</summary>
    public string? ContactId { get; init; }

    /// <summary>The session's id; null derives one from the content.</summary>
    public string? Session { get; init; }

    /// <summary>The agent's user name; empty when unknown.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The only connection wanted, by <see cref="RecordedConnection.Id"/>; null takes all.</summary>
    public string? Connection { get; init; }
}
