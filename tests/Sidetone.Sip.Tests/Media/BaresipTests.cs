using System.Net;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Media;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Tests.Support;
using Sidetone.Tests.Impairments;

namespace Sidetone.Sip.Tests.Media;

/// <summary>Calls to another stack over a network that loses packets in the kernel, and counts them.</summary>
public sealed class BaresipTests
{
    /// <summary>Packets at the head that a report cannot show as lost: so many in a row are lost once in 10,000 calls.</summary>
    private const int HeadMax = 4;

    [Fact]
    public async Task What_the_kernel_dropped_in_each_direction_is_what_is_measured()
    {
        await using var place = await RoutedPeer.CreateAsync(toPeerPermille: 100, fromPeerPermille: 50);
        await using var peer = await Baresip.StartAsync(place);
        await using var agent = await SipAgent.StartAsync(
            new SipAgentOptions { Udp = new IPEndPoint(place.Local, 0) },
            TimeProvider.System
        );
        var port = MediaPort.Open(place.Local);
        await using var call = agent.Call(
            peer.Uri,
            new OutgoingCallOptions { Audio = new LocalAudio(port.Rtp, port.Rtcp) { Codecs = [AudioCodec.Pcmu] } }
        );
        var answered = Assert.IsType<CallProgress.Answered>(await call.Settled.Soon());
        await using var media = AudioCallMedia.Start(port, answered.Audio, Silence.Instance, Silence.Instance);
        await Until.TrueAsync(() => media.Statistics().Sent.Packets >= 500, TimeSpan.FromMinutes(1));

        // Nothing more is sent, and its reports go on: after two of them the counts stand still.
        media.Change(answered.Audio with { Sends = false });
        var reports = media.Statistics().FarEnd?.Reports ?? 0;
        await Until.TrueAsync(() => media.Statistics().FarEnd?.Reports >= reports + 2, TimeSpan.FromMinutes(1));
        await call.HangUpAsync(Loopback.Token);
        await media.StopAsync(TimeSpan.FromSeconds(0.5));

        var figures = media.Statistics();
        var (to, from) = (await place.CountAsync(toPeer: true), await place.CountAsync(toPeer: false));
        Assert.Equal(to.Seen, figures.Sent.Packets);
        Assert.True(to.Dropped > 10 && from.Dropped > 5, peer.Said);
        var tail = figures.Sent.Packets - figures.FarEnd!.SentUpToHighest;
        Assert.InRange(to.Dropped - figures.FarEnd.Lost - tail, 0, HeadMax);

        Assert.Equal(from.Seen - from.Dropped, figures.Received.Unique);
        Assert.InRange(from.Dropped - figures.Received.Missing, 0, HeadMax);

        // A round trip over three virtual cables: only a machine under load makes it more than nothing.
        Assert.NotEmpty(figures.RoundTripsMs);
        Assert.InRange(figures.RoundTripsMs.Order().ElementAt(figures.RoundTripsMs.Count / 2), 0, 100);
        Assert.False(figures.Received.IsOurOwn);
    }
}
