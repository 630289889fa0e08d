using Sidetone.Sip.Calls;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Calls;

/// <summary>Calls between two of our agents.</summary>
public sealed class CallTests
{
    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task A_call_rings_is_answered_and_hung_up_by_its_caller(SipProtocol protocol)
    {
        await using var callee = await Loopback.StartAsync();
        await using var caller = await Loopback.StartAsync();

        var dialled = caller.Call(Loopback.At(callee, protocol), Loopback.Dialling);
        var taken = await callee.NextCallAsync(Loopback.Token);
        taken.Ring();
        await Loopback.Until(() => dialled.Progress.OfType<CallProgress.Ringing>().Any(), "it rings");
        var answer = await taken.AcceptAsync(Loopback.Audio(41_000)).Soon();
        var settled = await dialled.Settled.Soon();

        var heard = Assert.IsType<CallProgress.Answered>(settled).Audio;
        Assert.Equal(41_000, heard.Rtp.Port);
        Assert.Equal(AudioCodec.Pcmu, heard.Codec);
        Assert.Equal(40_000, Assert.IsType<CallProgress.Answered>(answer).Audio.Rtp.Port);

        var over = await dialled.HangUpAsync(Loopback.Token).Soon();
        Assert.Equal(CallSide.Us, Assert.IsType<CallOver.Ended>(over).By);
        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Ended>(await taken.Over.Soon()).By);
        Assert.Equal(0, caller.Calls + callee.Calls);
    }

    [Fact]
    public async Task The_callee_hangs_up()
    {
        await using var callee = await Loopback.StartAsync();
        await using var caller = await Loopback.StartAsync();
        var dialled = caller.Call(Loopback.At(callee), Loopback.Dialling);
        var taken = await callee.NextCallAsync(Loopback.Token);
        await taken.AcceptAsync(Loopback.Audio()).Soon();
        await dialled.Settled.Soon();

        await taken.HangUpAsync(Loopback.Token).Soon();

        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Ended>(await dialled.Over.Soon()).By);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(603)]
    public async Task A_refusal_says_its_status(int status)
    {
        await using var callee = await Loopback.StartAsync();
        await using var caller = await Loopback.StartAsync();
        var dialled = caller.Call(Loopback.At(callee), Loopback.Dialling);

        (await callee.NextCallAsync(Loopback.Token)).Reject(status, "Not now, élan");

        var rejected = Assert.IsType<CallOver.Rejected>(await dialled.Over.Soon());
        Assert.Equal((status, "Not now, élan", CallSide.Them), (rejected.Status, rejected.Reason, rejected.By));
    }

    [Fact]
    public async Task A_call_that_rings_too_long_is_withdrawn()
    {
        await using var callee = await Loopback.StartAsync();
        await using var caller = await Loopback.StartAsync();
        var options = Loopback.Dialling with { RingTimeout = TimeSpan.FromMilliseconds(300) };
        var dialled = caller.Call(Loopback.At(callee), options);
        var taken = await callee.NextCallAsync(Loopback.Token);
        taken.Ring();

        var over = Assert.IsType<CallOver.Cancelled>(await dialled.Over.Soon());

        Assert.True(over.RangTooLong);
        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Cancelled>(await taken.Over.Soon()).By);
        Assert.IsType<CallOver.Cancelled>(await taken.AcceptAsync(Loopback.Audio()).Soon());
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_timeout_by_timer_B()
    {
        using var nobody = new System.Net.Sockets.UdpClient(Loopback.Any);
        await using var caller = await Loopback.StartAsync(
            Loopback.Options with
            {
                Timers = new() { B = TimeSpan.FromMilliseconds(400) },
            }
        );
        var target = Sidetone.Sip.Addresses.SipUri.Of(
            "nobody",
            (System.Net.IPEndPoint)nobody.Client.LocalEndPoint!,
            null
        );

        var dialled = caller.Call(target, Loopback.Dialling);

        Assert.IsType<CallOver.TimedOut>(await dialled.Over.Soon());
    }

    [Fact]
    public async Task A_closed_port_of_TCP_is_a_failure_that_says_so()
    {
        await using var caller = await Loopback.StartAsync();

        var dialled = caller.Call(
            Sidetone.Sip.Addresses.SipUri.Parse("sip:x@127.0.0.1:1;transport=tcp"),
            Loopback.Dialling
        );

        var failed = Assert.IsType<CallOver.Failed>(await dialled.Over.Soon());
        Assert.Contains("connection", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_without_a_codec_of_ours_is_refused_with_488()
    {
        await using var callee = await Loopback.StartAsync();
        await using var caller = await Loopback.StartAsync();
        var options = Loopback.Dialling with { Audio = Loopback.Audio() with { Codecs = [AudioCodec.Pcma] } };
        var dialled = caller.Call(Loopback.At(callee), options);
        var taken = await callee.NextCallAsync(Loopback.Token);

        var answer = await taken.AcceptAsync(Loopback.Audio() with { Codecs = [AudioCodec.Pcmu] }).Soon();

        Assert.IsType<CallOver.Failed>(answer);
        Assert.Equal(488, Assert.IsType<CallOver.Rejected>(await dialled.Over.Soon()).Status);
    }

    [Fact]
    public async Task Watching_tells_everything_in_its_order()
    {
        await using var callee = await Loopback.StartAsync();
        await using var caller = await Loopback.StartAsync();
        var dialled = caller.Call(Loopback.At(callee), Loopback.Dialling);
        var taken = await callee.NextCallAsync(Loopback.Token);
        taken.Ring(Loopback.Audio(41_000));
        await Loopback.Until(() => dialled.Audio is not null, "early media is agreed on");
        await taken.AcceptAsync(Loopback.Audio(41_000)).Soon();
        await dialled.Settled.Soon();
        _ = dialled.HangUpAsync(Loopback.Token);

        var steps = new List<string>();
        await foreach (var step in dialled.WatchAsync(Loopback.Token))
        {
            steps.Add(step.GetType().Name);
        }

        Assert.Equal(["Trying", "EarlyMedia", "Answered", "Ended"], steps);
    }
}
