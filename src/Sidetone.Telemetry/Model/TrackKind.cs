namespace Sidetone.Telemetry;

/// <summary>What a track's rows describe; each kind has its own columns.</summary>
public enum TrackKind : byte
{
    /// <summary>A received RTP stream (<c>inbound-rtp</c>): what the agent hears. Columns: <see cref="Inbound"/>.</summary>
    Inbound = 1,

    /// <summary>
    /// A sent RTP stream (<c>outbound-rtp</c> with its <c>remote-inbound-rtp</c> and <c>media-source</c>): what the
    /// customer hears. Columns: <see cref="Outbound"/>.
    /// </summary>
    Outbound = 2,

    /// <summary>The selected candidate pair of a connection. Columns: <see cref="Transport"/>.</summary>
    Transport = 3,

    /// <summary>The agent's computer. Columns: <see cref="Machine"/>.</summary>
    Machine = 4,
}
