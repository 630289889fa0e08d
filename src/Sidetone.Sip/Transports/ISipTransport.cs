using System.Net;

namespace Sidetone.Sip.Transports;

/// <summary>Carries messages over one protocol from one local address.</summary>
internal interface ISipTransport : IAsyncDisposable
{
    SipProtocol Protocol { get; }

    /// <summary>Where others reach us; known once the transport has started.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Connections that are open or being opened; 0 for datagrams.</summary>
    int Connections { get; }

    /// <summary>Binds and begins to hear.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be bound.</exception>
    void Start(ISipReceiver receiver);

    /// <summary>Hands over a message without waiting. A failure that shows later is told to the receiver.</summary>
    /// <returns>false when it was not taken, because a bound is reached or the socket refused it</returns>
    bool TrySend(ReadOnlyMemory<byte> message, SipPeer peer);
}
