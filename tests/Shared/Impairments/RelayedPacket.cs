namespace Sidetone.Tests.Impairments;

/// <summary>One datagram on its way through a relay.</summary>
internal sealed class RelayedPacket
{
    public required bool IsForward { get; init; }

    public required bool IsRtp { get; init; }

    public required ushort Sequence { get; init; }

    public required uint Timestamp { get; init; }

    public required long InAt { get; init; }

    public required bool IsDropped { get; init; }

    /// <summary>When it was sent on; 0 when it was dropped or still waits.</summary>
    public long OutAt { get; set; }
}
