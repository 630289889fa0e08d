using System.Net;

namespace Sidetone.Sip.Transports;

/// <summary>The other end of a hop.</summary>
/// <param name="Protocol">what carries the message</param>
/// <param name="EndPoint">where it is</param>
/// <param name="TlsName">name or address that its certificate has to bear when we open a connection</param>
/// <param name="Connection">number of the connection that a message came on, 0 when none is meant</param>
internal sealed record SipPeer(SipProtocol Protocol, IPEndPoint EndPoint, string? TlsName = null, long Connection = 0)
{
    public bool IsReliable => Protocol != SipProtocol.Udp;

    /// <summary>As Via says it.</summary>
    public string ProtocolName => Protocol.ToString().ToUpperInvariant();
}
