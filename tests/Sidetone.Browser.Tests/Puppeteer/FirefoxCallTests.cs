using Sidetone.Browser.Tests.Sdk;
using Sidetone.Telemetry;

namespace Sidetone.Browser.Tests.Puppeteer;

/// <summary>A call that Firefox observes, whose statistics lack what Chromium's have.</summary>
public sealed class FirefoxCallTests
{
    /// <summary>Rules that judge the microphone's level.</summary>
    private static readonly string[] s_rulesOfLevels =
    [
        "Low Microphone Level",
        "Constant Mic Level",
        "Mic Clipping",
        "Dead Air",
        "Crosstalk",
        "Call Ended On Silence",
    ];

    [Fact]
    public async Task A_call_of_firefox_has_its_totals_and_no_value_that_was_not_measured()
    {
        DrivenCall.SkipUnlessInstalled(DrivenCall.Firefox);
        await using var pages = await SoftphonePages.StartAsync();
        await using var server = await SdkServer.StartAsync(pages.Origin);
        pages.Observe(server);
        var contactId = Guid.CreateVersion7().ToString();
        await using var firefox = await DrivenCall.MakeAsync(pages, DrivenCall.Firefox, contactId, packets: 500);
        var call = firefox.Account;

        Assert.Empty(call.Complaints);
        var summary = await server.SummaryAsync(contactId);
        Assert.Equal(call.Counted, ObservedCall.Totals(summary));
        Assert.Equal(
            "Firefox",
            summary.GetProperty("serviceAgent").GetProperty("browser").GetProperty("name").GetString()
        );

        // Firefox measures no level of a microphone: nothing stands for it, and its figures print 0.
        Assert.DoesNotContain("audioLevel", call.Members["media-source"]);
        var tracks = (await server.RecordingAsync(contactId)).SelectMany(session => session.Tracks).ToList();
        var outbound = Assert.Single(tracks, track => track.Key.Kind == TrackKind.Outbound);
        Assert.All(Column(outbound, Outbound.AudioLevel), value => Assert.Equal(Track.Missing, value));
        Assert.Contains(Column(outbound, Outbound.PacketsSent), value => value > 0);
        var inbound = Assert.Single(tracks, track => track.Key.Kind == TrackKind.Inbound);
        Assert.Contains("audioLevel", call.Members["inbound-rtp"]);
        Assert.Contains(Column(inbound, Inbound.AudioLevel), value => value > 0);

        // Nor how often the path changed, nor a round trip before the second report of the far end's.
        Assert.DoesNotContain("selectedCandidatePairChanges", call.Members["transport"]);
        var transport = Assert.Single(tracks, track => track.Key.Kind == TrackKind.Transport);
        Assert.All(
            Column(transport, Transport.SelectedCandidatePairChanges),
            value => Assert.Equal(Track.Missing, value)
        );
        Assert.Equal(Track.Missing, outbound[0, Outbound.RoundTripTime]);
        Assert.DoesNotContain(0, Column(outbound, Outbound.RoundTripTime));
        var level = summary
            .GetProperty("webRTCSession")
            .GetProperty("metrics")
            .GetProperty("outbound")
            .GetProperty("audioLevel");
        Assert.Equal([0, 0, 0], new[] { "min", "max", "avg" }.Select(member => level.GetProperty(member).GetDouble()));
        Assert.DoesNotContain(await server.InsightsAsync(contactId), s_rulesOfLevels.Contains);
    }

    private static IEnumerable<long> Column(Track track, int column) =>
        Enumerable.Range(0, track.Count).Select(row => track[row, column]);
}
