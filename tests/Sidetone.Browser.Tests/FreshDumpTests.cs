using System.Text.Json;
using Sidetone.RecordCall;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Browser.Tests;

/// <summary>A dump that the installed browser has just written: whatever form it writes today must be read.</summary>
public sealed class FreshDumpTests
{
    private const long PacketsPerPollMax = 150;

    [Fact]
    public async Task A_fresh_dump_tells_what_the_page_counted()
    {
        var setting = new CallSetting();
        Assert.SkipUnless(File.Exists(setting.Chromium), $"{setting.Chromium} is not installed.");
        await using var live = await LiveCall.StartAsync(setting);
        await live.TalkAsync(TimeSpan.FromSeconds(12));
        var recorded = await live.EndAsync();

        var recording = Read(recorded.Internals);
        using var heard = JsonDocument.Parse(recorded.Heard);
        using var spoken = JsonDocument.Parse(recorded.Spoken);
        var inbound = Assert.Single(recording.Batch.Tracks, track => track.Key.Kind == TrackKind.Inbound);
        var outbound = Assert.Single(recording.Batch.Tracks, track => track.Key.Kind == TrackKind.Outbound);
        Near(heard, "packetsReceived", inbound, Inbound.PacketsReceived);
        Near(heard, "packetsLost", inbound, Inbound.PacketsLost);
        Near(spoken, "packetsSent", outbound, Outbound.PacketsSent);

        // The tab polls once a second, on a machine that may be busy.
        Assert.InRange(inbound.Count, 6, 16);
        Assert.Contains(Enumerable.Range(0, inbound.Count), row => inbound[row, Inbound.AudioLevel] > 0);
        Assert.Contains(Enumerable.Range(0, outbound.Count), row => outbound[row, Outbound.RoundTripTime] > 0);
        Assert.Equal(HappeningType.Ended, recording.Batch.Happenings[^1].Type);
        Assert.Single(recording.Batch.Happenings, happening => happening.Type == HappeningType.Connected);
        Assert.Equal("Chrome", recording.Batch.Facts!.Browser!.Name);
        Assert.NotNull(recording.Batch.Facts.Devices);
        Assert.Empty(recording.LeftOut);

        if (recorded.RtcStats is { } rtcStats)
        {
            Assert.Equal(
                recording.Batch.Tracks.Select(track => (track.Key, track.Count)),
                Read(rtcStats).Batch.Tracks.Select(track => (track.Key, track.Count))
            );
        }
    }

    private static Recording Read(byte[] content) =>
        Assert.IsType<RecordingResult.Read>(RecordingReader.Read(content)).Recording;

    private static void Near(JsonDocument counters, string member, Track track, int column)
    {
        var pages = counters.RootElement.GetProperty(member).GetInt64();
        Assert.InRange(track[track.Count - 1, column], pages - PacketsPerPollMax, pages);
    }
}
