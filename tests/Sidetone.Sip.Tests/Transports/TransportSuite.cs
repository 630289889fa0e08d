using System.Net;
using System.Text;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;
using Sidetone.Tests.Peers;

namespace Sidetone.Sip.Tests.Transports;

/// <summary>What every transport does; each has a class that says how it is made.</summary>
public abstract class TransportSuite
{
    private protected abstract ISipTransport Make(IPEndPoint bind);

    private protected virtual bool IsReliable => true;

    [Fact]
    public async Task A_message_arrives_whole_and_its_answer_goes_back()
    {
        await using var one = Make(Loopback.Any);
        await using var two = Make(Loopback.Any);
        var (here, there) = (new Receiver(), new Receiver());
        one.Start(here);
        two.Start(there);

        Assert.True(one.TrySend(Message("first", 3_000), To(two)));
        var (text, from) = await there.NextAsync();
        Assert.Equal(Encoding.Latin1.GetString(Message("first", 3_000)), text);
        Assert.Equal(two.Protocol, from.Protocol);

        Assert.True(two.TrySend(Message("back", 0), from));
        Assert.Contains("back", (await here.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(IsReliable ? 1 : 0, one.Connections);
        Assert.Equal(IsReliable ? 1 : 0, two.Connections);
    }

    [Fact]
    public async Task Messages_keep_their_bounds_and_come_all()
    {
        await using var one = Make(Loopback.Any);
        await using var two = Make(Loopback.Any);
        var there = new Receiver();
        one.Start(new Receiver());
        two.Start(there);

        var sent = Enumerable.Range(0, 40).Select(static number => Message($"m{number}", number * 37)).ToList();
        foreach (var message in sent)
        {
            Assert.True(one.TrySend(message, To(two)));
        }

        var heard = new List<string>();
        foreach (var _ in sent)
        {
            heard.Add((await there.NextAsync()).Text);
        }

        Assert.Equal(sent.Select(Encoding.Latin1.GetString), heard);
    }

    [Fact]
    public async Task Both_may_speak_first()
    {
        await using var one = Make(Loopback.Any);
        await using var two = Make(Loopback.Any);
        var (here, there) = (new Receiver(), new Receiver());
        one.Start(here);
        two.Start(there);

        one.TrySend(Message("to-two", 1), To(two));
        two.TrySend(Message("to-one", 1), To(one));

        Assert.Contains("to-two", (await there.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("to-one", (await here.NextAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_address_is_an_exception_at_the_start()
    {
        await using var one = Make(Loopback.Any);
        one.Start(new Receiver());
        await using var two = Make(one.LocalEndPoint);

        Assert.Throws<System.Net.Sockets.SocketException>(() => two.Start(new Receiver()));
    }

    [Fact]
    public async Task Nothing_is_left_after_disposal_and_sending_is_refused()
    {
        var one = Make(Loopback.Any);
        await using var two = Make(Loopback.Any);
        var there = new Receiver();
        one.Start(new Receiver());
        two.Start(there);
        one.TrySend(Message("x", 1), To(two));
        await there.NextAsync();

        await one.DisposeAsync();

        Assert.False(Ports.IsOpen(one.LocalEndPoint.Port));
        Assert.False(one.TrySend(Message("x", 1), To(two)));
        await Loopback.Until(() => two.Connections == 0, "the other end notices");
    }

    [Fact]
    public async Task Empty_lines_are_no_messages()
    {
        await using var one = Make(Loopback.Any);
        await using var two = Make(Loopback.Any);
        var there = new Receiver();
        one.Start(new Receiver());
        two.Start(there);

        one.TrySend("\r\n\r\n"u8.ToArray(), To(two));
        one.TrySend(Message("after", 1), To(two));

        Assert.Contains("after", (await there.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Equal((0, 0), (there.Messages.Count, there.Discards));
    }

    private protected static SipPeer To(ISipTransport transport) => new(transport.Protocol, transport.LocalEndPoint);

    private protected static byte[] Message(string name, int bodyBytes)
    {
        var request = new SipRequest("OPTIONS", "sip:" + name + "@127.0.0.1");
        request.Headers.Add("Via", "SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1");
        request.SetBody("text/plain", Encoding.Latin1.GetBytes(new string('b', bodyBytes)));
        return request.ToBytes();
    }
}
