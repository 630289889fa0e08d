using System.Text.Json;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>Recordings of true calls between two Chromium browsers, which <c>eng/record-call</c> made.</summary>
public sealed class TrueCallTests
{
    private static string PathOf(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sidetone.slnx")))
            {
                return Path.Combine(folder.FullName, "src", "Sidetone", "Demo", "Recordings", name);
            }
        }

        throw new InvalidOperationException("The tests do not run from within a checkout.");
    }

    private static Recording Call(string name) => Reading.Read(File.ReadAllBytes(PathOf(name)));

    private static JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));

    [Theory]
    [InlineData("clean-call")]
    [InlineData("lossy-call")]
    public void The_last_row_is_at_most_one_poll_behind_the_pages_own_counters(string name)
    {
        var recording = Call(name + ".webrtc-internals.json.gz");
        using var counters = Json(name + ".counters.json");
        var heard = counters.RootElement.GetProperty("heard");
        var spoken = counters.RootElement.GetProperty("spoken");
        var inbound = recording.Track(TrackKind.Inbound);
        var outbound = recording.Track(TrackKind.Outbound);
        Assert.Equal(heard.GetProperty("ssrc").GetInt64(), inbound.Key.Ssrc);
        Assert.Equal(spoken.GetProperty("ssrc").GetInt64(), outbound.Key.Ssrc);
        Near(heard.GetProperty("packetsReceived").GetInt64(), inbound.Last(Inbound.PacketsReceived), behind: 75);
        Near(heard.GetProperty("packetsLost").GetInt64(), inbound.Last(Inbound.PacketsLost), behind: 10);
        Near(
            heard.GetProperty("totalSamplesReceived").GetInt64(),
            inbound.Last(Inbound.TotalSamplesReceived),
            behind: 50_000
        );
        Near(spoken.GetProperty("packetsSent").GetInt64(), outbound.Last(Outbound.PacketsSent), behind: 75);
        Assert.Equal(50, inbound.Count);
        Assert.Empty(recording.LeftOut);
        Assert.Equal("webrtc-internals", recording.Format);
        Assert.Equal(["iceState:checking", "iceState:connected", "connected", "ended"], recording.Told());
    }

    private static void Near(long pages, long read, long behind) => Assert.InRange(read, pages - behind, pages);

    [Fact]
    public void The_losses_read_are_the_packets_that_the_kernel_dropped()
    {
        var recording = Call("lossy-call.webrtc-internals.json.gz");
        using var dropped = Json("lossy-call.dropped.json");
        var toAgent = dropped.RootElement.GetProperty("toAgent").GetProperty("dropped").GetInt64();
        var toCustomer = dropped.RootElement.GetProperty("toCustomer").GetProperty("dropped").GetInt64();
        Near(toAgent, recording.Track(TrackKind.Inbound).Last(Inbound.PacketsLost), behind: 10);

        // The far end reports every few seconds, so that its last report lacks the last of them.
        Near(toCustomer, recording.Track(TrackKind.Outbound).Last(Outbound.PacketsLost), behind: 20);
        Assert.Equal(0, Call("clean-call.webrtc-internals.json.gz").Track(TrackKind.Inbound).Last(Inbound.PacketsLost));
    }

    [Theory]
    [InlineData("clean-call")]
    [InlineData("lossy-call")]
    public void Both_forms_of_one_call_give_the_same_rows_and_happenings(string name)
    {
        var internals = Call(name + ".webrtc-internals.json.gz");
        var rtcStats = Call(name + ".rtcstats.gz");
        Assert.Equal("rtcstats (format 3)", rtcStats.Format);
        Assert.Equal(
            internals.Batch.Tracks.Select(track => track.Key),
            rtcStats.Batch.Tracks.Select(track => track.Key)
        );
        foreach (var (left, right) in internals.Batch.Tracks.Zip(rtcStats.Batch.Tracks))
        {
            Assert.Equal(left.Times(), right.Times());
            for (var column = 0; column < left.ColumnCount; column++)
            {
                Assert.Equal(left.Column(column), right.Column(column));
            }
        }

        Assert.Equal(internals.Batch.Happenings, rtcStats.Batch.Happenings);
        Assert.Equal(internals.Batch.Facts!.MediaEndpoint, rtcStats.Batch.Facts!.MediaEndpoint);
        Assert.Equal("Chrome", internals.Batch.Facts.Browser!.Name);
        Assert.Equal("Chrome", rtcStats.Batch.Facts.Browser!.Name);
        Assert.Equal("10.20.0.2", internals.Batch.Facts.MediaIpAddress);
        Assert.Equal("10.20.0.3", internals.Batch.Facts.MediaEndpoint!.Fqdn);
    }
}
