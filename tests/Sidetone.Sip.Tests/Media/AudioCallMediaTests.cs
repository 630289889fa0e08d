using System.Net;
using System.Net.Sockets;
using Sidetone.Sip.Media;
using Sidetone.Sip.Media.Pacing;
using Sidetone.Tests.Impairments;

namespace Sidetone.Sip.Tests.Media;

public sealed class AudioCallMediaTests
{
    private static readonly (IAudioSource, IAudioSink) s_silent = (Silence.Instance, Silence.Instance);

    [Fact]
    public void A_port_is_an_even_one_and_the_next()
    {
        using var port = MediaPort.Open(IPAddress.Loopback);
        Assert.Equal(0, port.Rtp.Port % 2);
        Assert.Equal(port.Rtp.Port + 1, port.Rtcp.Port);
    }

    [Fact]
    public void A_range_that_is_used_up_says_so()
    {
        var range = new MediaPortRange(18_001, 18_004);
        using var port = MediaPort.Open(IPAddress.Loopback, range);
        Assert.Equal(18_002, port.Rtp.Port);
        var refusal = Assert.Throws<IOException>(() => MediaPort.Open(IPAddress.Loopback, range));
        Assert.Contains("18001-18004", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MediaPortRange(18_001, 18_002));
    }

    [Fact]
    public async Task Keys_arrive_once_each_and_in_order()
    {
        await using var call = Start();
        var sent = new List<Task>();
        foreach (var key in "12#*a0")
        {
            sent.Add(call.Near.SendDtmfAsync(key, TimeSpan.FromMilliseconds(60)));
        }

        await Task.WhenAll(sent);
        await Until.TrueAsync(() => call.Far.Statistics().KeysReceived.Length == 6);
        Assert.Equal("12#*A0", call.Far.Statistics().KeysReceived);
    }

    [Fact]
    public async Task A_key_that_cannot_be_sent_says_why()
    {
        await using var call = Start();
        await Assert.ThrowsAsync<ArgumentException>(() => call.Near.SendDtmfAsync('x', TimeSpan.FromMilliseconds(60)));
        call.Near.Change(CallPair.To(call.Relay.Near) with { EventsPayloadType = null });
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            call.Near.SendDtmfAsync('1', TimeSpan.FromMilliseconds(60))
        );
    }

    [Fact]
    public async Task A_key_that_waits_when_the_call_ends_is_given_up()
    {
        var call = Start();
        var last = Enumerable.Range(0, 20).Select(_ => call.Near.SendDtmfAsync('1', TimeSpan.FromSeconds(8))).Last();
        await call.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            last.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task On_hold_nothing_is_sent_and_then_it_goes_on()
    {
        await using var call = Start();
        await Until.TrueAsync(() => call.Far.Statistics().Received.Packets > 5);
        call.Near.Change(CallPair.To(call.Relay.Near) with { Sends = false });
        await Until.TrueAsync(() => call.Far.Statistics().Received.Packets == call.Near.Statistics().Sent.Packets);
        var held = call.Near.Statistics().Sent.Packets;
        await Until.TrueAsync(() => call.Far.Statistics().Sent.Packets > held + 40);
        Assert.InRange(call.Near.Statistics().Sent.Packets - held, 0, 1);
        call.Near.Change(CallPair.To(call.Relay.Near));
        await Until.TrueAsync(() => call.Far.Statistics().Received.Packets > held + 20);
        await call.StopAsync();

        // The numbers go on where they stopped: a pause is no loss.
        Assert.Equal(0, call.Far.Statistics().Received.Missing);
    }

    [Fact]
    public async Task A_call_from_which_nothing_comes_any_more_says_so()
    {
        var settings = new MediaSettings
        {
            NothingArrivesMax = TimeSpan.FromSeconds(1),
            ReportInterval = TimeSpan.FromSeconds(1),
        };
        await using var call = CallPair.Start(Impairment.None, Impairment.None, s_silent, s_silent, settings);
        await Until.TrueAsync(() => call.Near.Statistics().Received.Packets > 5);
        Assert.False(call.Near.Ended.IsCompleted);
        await call.Far.DisposeAsync();
        await Until.TrueAsync(() => call.Near.Ended.IsCompleted);
        Assert.Equal(MediaEnd.NothingArrives, await call.Near.Ended);
        Assert.True(call.Near.Statistics().Received.HasLeft);
        Assert.Equal(MediaEnd.Stopped, await call.Far.Ended);
    }

    [Fact]
    public async Task A_source_that_throws_ends_its_call_and_no_other()
    {
        await using var other = Start();
        await using var call = CallPair.Start(
            Impairment.None,
            Impairment.None,
            (new Broken(), Silence.Instance),
            s_silent
        );
        Assert.Equal(
            MediaEnd.Failed,
            await call.Near.Ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
        );
        Assert.IsType<FormatException>(call.Near.Fault);
        var sent = other.Near.Statistics().Sent.Packets;
        await Until.TrueAsync(() => other.Near.Statistics().Sent.Packets > sent + 10);
    }

    [Fact]
    public async Task What_is_no_packet_is_counted_and_changes_nothing()
    {
        await using var call = Start();
        await Until.TrueAsync(() => call.Near.Statistics().Received.Packets > 5);
        var random = new Random(9);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(1, 1_500)];
            random.NextBytes(bytes);
            stranger.SendTo(bytes, call.Relay.Far);
            stranger.SendTo(bytes, new IPEndPoint(call.Relay.Far.Address, call.Relay.Far.Port + 1));
        }

        await Until.TrueAsync(() => call.Near.Statistics().Received.Malformed > 500);
        var received = call.Near.Statistics().Received.Packets;
        await Until.TrueAsync(() => call.Near.Statistics().Received.Packets > received + 20);
        Assert.False(call.Near.Ended.IsCompleted);
        Assert.Equal(0, call.Near.Statistics().Received.SourceChanges);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_packets_come_from_is_learnt_only_when_asked_for(bool learns)
    {
        // The description names a port that nobody listens on, as behind an address translation.
        using var nobody = MediaPort.Open(IPAddress.Loopback);
        var (near, far) = (MediaPort.Open(IPAddress.Loopback), MediaPort.Open(IPAddress.Loopback));
        var settings = new MediaSettings { LearnSource = learns };
        var nearRtp = near.Rtp;
        await using var learner = AudioCallMedia.Start(
            near,
            CallPair.To(nobody.Rtp),
            Silence.Instance,
            Silence.Instance,
            settings
        );
        await using var sender = AudioCallMedia.Start(far, CallPair.To(nearRtp), Silence.Instance, Silence.Instance);
        await Until.TrueAsync(() => learner.Statistics().Received.Packets > 10);
        if (learns)
        {
            await Until.TrueAsync(() => sender.Statistics().Received.Packets > 10);
        }
        else
        {
            Assert.Equal(0, sender.Statistics().Received.Packets);
            Assert.True(learner.Statistics().Received.FromElsewhere > 10);
        }
    }

    [Fact]
    public async Task Nothing_is_left_of_a_call_that_ended()
    {
        var pacer = new Pacer();
        var ports = new List<IPEndPoint>();
        for (var i = 0; i < 20; i++)
        {
            var port = MediaPort.Open(IPAddress.Loopback);
            ports.Add(port.Rtp);
            ports.Add(port.Rtcp);
            await using var media = AudioCallMedia.Start(
                port,
                CallPair.To(port.Rtp),
                Silence.Instance,
                Silence.Instance,
                new MediaSettings { Pacer = pacer }
            );
            await Until.TrueAsync(() => media.Statistics().Received.Packets > 2);

            // Our own stream came back to us: the figures say that it did.
            Assert.True(media.Statistics().Received.IsOurOwn);
        }

        foreach (var endpoint in ports)
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(endpoint);
        }

        await Until.TrueAsync(() => !pacer.IsRunning);
    }

    [Fact]
    public async Task What_waited_before_the_call_listened_is_counted_without_a_time()
    {
        var (near, far) = (MediaPort.Open(IPAddress.Loopback), MediaPort.Open(IPAddress.Loopback));
        var (nearRtp, farRtp) = (near.Rtp, far.Rtp);
        await using var sender = AudioCallMedia.Start(far, CallPair.To(nearRtp), Silence.Instance, Silence.Instance);
        await Until.TrueAsync(() => sender.Statistics().Sent.Packets > 50);
        var ear = new Counting();
        await using var media = AudioCallMedia.Start(near, CallPair.To(farRtp), Silence.Instance, ear);
        await Until.TrueAsync(() => media.Statistics().Heard.Frames > 50);
        await sender.StopAsync(TimeSpan.Zero);
        await media.StopAsync(TimeSpan.FromSeconds(0.5));
        var figures = media.Statistics().Received;
        Assert.Equal((0L, sender.Statistics().Sent.Packets), (figures.Missing, figures.Packets));
        Assert.InRange(figures.Packets - ear.Packets, 50, figures.Packets - 20);
    }

    private static CallPair Start() => CallPair.Start(Impairment.None, Impairment.None, s_silent, s_silent);

    private sealed class Broken : IAudioSource
    {
        public void Read(long position, Span<short> frame)
        {
            if (position > 1_000)
            {
                throw new FormatException("No more.");
            }

            frame.Clear();
        }
    }

    private sealed class Counting : IAudioSink
    {
        public int Packets { get; private set; }

        public void Received(ArrivedAudio audio) => Packets++;

        public void Played(PlayedAudio audio) { }
    }
}
