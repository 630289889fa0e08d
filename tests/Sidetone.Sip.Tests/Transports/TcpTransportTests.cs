using System.Net;
using System.Net.Sockets;
using System.Text;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Transports;

public sealed class TcpTransportTests : StreamSuite
{
    private protected override ISipTransport Make(IPEndPoint bind, SipStreamOptions options, TimeProvider time) =>
        new StreamTransport(bind, tls: null, options, time);

    [Fact]
    public async Task A_stream_without_a_length_or_with_too_much_is_closed()
    {
        await using var one = Make(Loopback.Any);
        var here = new Receiver();
        one.Start(here);
        foreach (
            var text in new[]
            {
                "OPTIONS sip:x SIP/2.0\r\n\r\n",
                "OPTIONS sip:x SIP/2.0\r\nl: 99999999\r\n\r\n",
                new string('x', 70_000),
            }
        )
        {
            using var client = new TcpClient();
            await client.ConnectAsync(one.LocalEndPoint, Loopback.Token);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), Loopback.Token);
            await Loopback.Until(() => one.Connections == 0, "it is closed");
        }

        Assert.Equal((3, 0), (here.Discards, here.Messages.Count));
    }

    [Fact]
    public async Task A_ping_gets_its_pong()
    {
        await using var one = Make(Loopback.Any);
        one.Start(new Receiver());
        using var client = new TcpClient();
        await client.ConnectAsync(one.LocalEndPoint, Loopback.Token);
        await client.GetStream().WriteAsync("\r\n\r\n"u8.ToArray(), Loopback.Token);

        var answer = new byte[2];
        await client
            .GetStream()
            .ReadExactlyAsync(answer, Loopback.Token)
            .AsTask()
            .WaitAsync(Loopback.Patience, Loopback.Token);

        Assert.Equal("\r\n"u8.ToArray(), answer);
    }
}
