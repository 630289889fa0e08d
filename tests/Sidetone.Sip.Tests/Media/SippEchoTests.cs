using System.Globalization;
using System.Net;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Media;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Tests.Support;
using Sidetone.Tests.Impairments;
using Sidetone.Tests.Peers;

namespace Sidetone.Sip.Tests.Media;

/// <summary>sipp sends RTP back as it came, and no RTCP: source and numbers are ours.</summary>
public sealed class SippEchoTests
{
    [Fact]
    public async Task A_reflected_stream_is_known_as_ours_and_lacks_what_both_ways_lost()
    {
        // sipp takes the port below as well as the next: a free pair is found by opening one.
        int echo;
        using (var free = MediaPort.Open(IPAddress.Loopback))
        {
            echo = free.Rtp.Port;
        }

        await using var sipp = await Sipp.AnswerAsync(
            "udp",
            scenario: null,
            "-rtp_echo",
            "-mi",
            "127.0.0.1",
            "-mp",
            echo.ToString(CultureInfo.InvariantCulture)
        );
        await using var relay = new ImpairedRelay(new Impairment(LossPercent: 8), new Impairment(LossPercent: 4), 21);
        await using var agent = await Loopback.StartAsync();
        var port = MediaPort.Open(IPAddress.Loopback);
        await using var call = agent.Call(
            sipp.Uri("udp"),
            new OutgoingCallOptions { Audio = new LocalAudio(port.Rtp, port.Rtcp) }
        );
        var answered = Assert.IsType<CallProgress.Answered>(await call.Settled.Soon());
        relay.Connect(port.Rtp, answered.Audio.Rtp);
        await using var media = AudioCallMedia.Start(
            port,
            answered.Audio with
            {
                Rtp = relay.Near,
                Rtcp = new IPEndPoint(IPAddress.Loopback, relay.Near.Port + 1),
            },
            Silence.Instance,
            Silence.Instance
        );
        await Until.TrueAsync(() => media.Statistics().Sent.Packets >= 300);
        await media.StopAsync(TimeSpan.FromSeconds(1));
        await call.HangUpAsync(Loopback.Token).Soon();
        await sipp.ExpectSuccessAsync();

        var figures = media.Statistics();
        Assert.True(figures.Received.IsOurOwn);
        Assert.Null(figures.FarEnd);
        Assert.Empty(figures.RoundTripsMs);
        var lost = relay.Count(forward: true).Dropped + relay.Count(forward: false).Dropped;
        Assert.True(lost > 10);
        Assert.Equal(lost, figures.Sent.Packets - figures.Received.Unique);
    }
}
