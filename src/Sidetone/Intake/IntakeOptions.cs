namespace Sidetone.Intake;

/// <summary>The bounds of intake. Everything a sender can make grow has one.</summary>
internal sealed record IntakeOptions
{
    /// <summary>The largest body as it is sent, in bytes. Default 1 MiB.</summary>
    public int SentBytesMax { get; init; } = 1 << 20;

    /// <summary>The largest body after decompression, in bytes. Default 8 MiB.</summary>
    public int ExpandedBytesMax { get; init; } = 8 << 20;

    /// <summary>How many batches may wait for their commit. Default 8192.</summary>
    public int QueueEntriesMax { get; init; } = 8192;

    /// <summary>How many bytes of batches may wait for their commit. Default 64 MiB.</summary>
    public long QueueBytesMax { get; init; } = 64 << 20;

    /// <summary>How many bytes of bodies may be in memory at once. Default 256 MiB.</summary>
    public long BodyBytesMax { get; init; } = 256 << 20;

    /// <summary>
    /// For measuring: bodies are authenticated and decompressed, and then thrown away and acknowledged. A server that
    /// runs so stores nothing.
    /// </summary>
    public bool Discard { get; init; }
}
