namespace Sidetone.Heartbeat.Signals;

/// <summary>
/// What one end of a test call heard, on one clock in seconds. Two lines of the same audio: <see cref="Arrived"/> on the sender's
/// time, with the network's unevenness taken out, for delays; <see cref="Played"/> behind the jitter buffer, for what the ear got.
/// </summary>
public sealed record HeardCall
{
    /// <summary>Audio by its place on the sender's time, zero where nothing came; 16-bit PCM at 8,000 samples a second.</summary>
    public required ReadOnlyMemory<short> Arrived { get; init; }

    /// <summary>When packets arrived, in order of their place; empty when none did.</summary>
    public required IReadOnlyList<PacketArrival> Arrivals { get; init; }

    /// <summary>Audio as it was heard, silence where nothing came in time.</summary>
    public required ReadOnlyMemory<short> Played { get; init; }

    /// <summary>When the first sample of <see cref="Played"/> was heard, in seconds.</summary>
    public required double PlayedFrom { get; init; }
}
