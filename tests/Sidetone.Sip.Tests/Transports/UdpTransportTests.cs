using System.Net;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Transports;

public sealed class UdpTransportTests : TransportSuite
{
    private protected override bool IsReliable => false;

    private protected override ISipTransport Make(IPEndPoint bind) => new UdpTransport(bind);
}
