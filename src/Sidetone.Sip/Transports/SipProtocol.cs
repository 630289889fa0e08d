namespace Sidetone.Sip.Transports;

/// <summary>What carries messages (RFC 3261 §18).</summary>
public enum SipProtocol
{
    /// <summary>Datagrams; requests are sent again until they are answered.</summary>
    Udp,

    /// <summary>Streams, framed by Content-Length.</summary>
    Tcp,

    /// <summary>Streams under TLS.</summary>
    Tls,
}
