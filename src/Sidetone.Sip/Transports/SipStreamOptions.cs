using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Transports;

/// <summary>Bounds of TCP and TLS.</summary>
public sealed record SipStreamOptions
{
    /// <summary>Connections that are open or being opened, both ways together; more are refused.</summary>
    public int Connections { get; init; } = 256;

    /// <summary>Messages that wait to be written to one connection; more are refused.</summary>
    public int WaitingMessages { get; init; } = 64;

    /// <summary>A connection on which nothing was read or written for so long is closed.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time for a connection to open, the handshake of TLS included, and for a message that began to end.</summary>
    public TimeSpan Opening { get; init; } = TimeSpan.FromSeconds(10);

    internal SipLimits Limits { get; init; } = new();
}
