using System.Text.Json;
using Sidetone.Telemetry.Recordings;
using Sidetone.Tests;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>rtcstats dumps of real calls, against figures that were made from them by others.</summary>
public sealed class SharedRtcStatsTests
{
    private static Recording Dump(string name) =>
        Reading.Read(File.ReadAllBytes(Path.Combine(SharedCases.Folder("realdata"), "rtcstats", name + ".jsonl")));

    public static TheoryData<string, string> Extracts =>
        new()
        {
            { "google-standard-stats-p2p", "google-standard-stats-p2p-result" },
            { "firefox-standard-stats-sfu", "firefox-standard-stats-sfu-result" },
            { "safari-standard-stats", "safari-standard-stats-result" },
            { "chrome-standard-multiple-p2p", "chrome-standard-multiple-p2p" },
            { "chrome-standard-pc-failed", "chrome-standard-pc-failed" },
            { "chrome-standard-pc-reconnect", "chrome-standard-pc-reconnect" },
        };

    [Theory]
    [MemberData(nameof(Extracts))]
    public void Streams_have_the_packets_and_losses_that_others_extracted(string dump, string extract)
    {
        var recording = Dump(dump);
        var path = Path.Combine(SharedCases.Folder("realdata"), "rtcstats", extract + ".json");
        using var expected = JsonDocument.Parse(File.ReadAllBytes(path));
        var compared = 0;
        foreach (var connection in Aggregates(expected.RootElement).EnumerateObject())
        {
            var tracks = connection.Value.GetProperty("tracks");
            var received = Audio(tracks.GetProperty("receiverTracks"));
            var sent = Audio(tracks.GetProperty("senderTracks"));

            // The extracts count the far end's report of a stream as a stream of the other direction; those say nothing.
            var both = received.Keys.Intersect(sent.Keys).ToList();
            compared += Compare(recording, connection.Name, received, both, TrackKind.Inbound);
            compared += Compare(recording, connection.Name, sent, both, TrackKind.Outbound);
        }

        Assert.True(compared > 0, "The extract names no audio stream.");
    }

    private static JsonElement Aggregates(JsonElement root) =>
        root[0].GetProperty("features").GetProperty("aggregates");

    private static Dictionary<long, (long Packets, long Lost)> Audio(JsonElement streams) =>
        streams
            .EnumerateArray()
            .Where(stream => stream.GetProperty("mediaType").GetString() == "audio")
            .ToDictionary(
                stream => stream.GetProperty("ssrc").GetInt64(),
                stream => (stream.GetProperty("packets").GetInt64(), stream.GetProperty("packetsLost").GetInt64())
            );

    private static int Compare(
        Recording recording,
        string connection,
        Dictionary<long, (long Packets, long Lost)> streams,
        List<long> left,
        TrackKind kind
    )
    {
        var (packets, lost) =
            kind == TrackKind.Inbound
                ? (Inbound.PacketsReceived, Inbound.PacketsLost)
                : (Outbound.PacketsSent, Outbound.PacketsLost);
        var compared = 0;
        foreach (var (ssrc, expected) in streams.Where(stream => !left.Contains(stream.Key)))
        {
            var key = new TrackKey(connection, kind, ssrc);
            var track = Assert.Single(recording.Batch.Tracks, track => track.Key == key);
            Assert.Equal(expected.Packets, track.Column(packets).Max());
            Assert.Equal(expected.Lost, Math.Max(0, track.Column(lost).Max()));
            compared++;
        }

        return compared;
    }

    [Fact]
    public void A_peer_to_peer_call_is_read_to_the_packet()
    {
        var recording = Dump("google-standard-stats-p2p");
        var heard = recording.Track(TrackKind.Inbound, "PC_0");
        Assert.Equal(2645, heard.Last(Inbound.PacketsReceived));
        Assert.Equal(0, heard.Last(Inbound.PacketsLost));
        Assert.Equal(93028, heard.Last(Inbound.BytesReceived));
        Assert.Equal(2_000, heard.Last(Inbound.Jitter));

        // The stream writes 4, a whole-number level; its track writes it linear.
        Assert.InRange(heard.Column(Inbound.AudioLevel).Max(), 1, 100);
        var spoken = recording.Track(TrackKind.Outbound, "PC_0");
        Assert.Equal(2642, spoken.Last(Outbound.PacketsSent));
        Assert.Equal(1_000, spoken.Last(Outbound.RoundTripTime));
        Assert.Equal(new NameAndVersion { Name = "Chrome", Version = "99.0.4844.51" }, recording.Batch.Facts!.Browser);
        Assert.Equal("Windows", recording.Batch.Facts.OperatingSystem!.Name);
        Assert.StartsWith(
            "Default - Headset",
            Assert.Single(recording.Batch.Facts.Devices!).Label,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(recording.Batch.Happenings, happening => happening.Type == HappeningType.Ended);
        Assert.Single(recording.Batch.Happenings, happening => happening.Type == HappeningType.Connected);
    }

    [Theory]
    [InlineData("chrome-relay")]
    [InlineData("safari-relay")]
    public void A_relayed_call_may_hear_no_packet_at_all(string name)
    {
        var recording = Dump(name);
        var heard = recording.Batch.Tracks.Where(track => track.Key.Kind == TrackKind.Inbound).ToList();
        Assert.NotEmpty(heard);
        Assert.All(heard, track => Assert.Equal(0, track.Column(Inbound.PacketsReceived).Max()));
        Assert.Equal("relay", recording.Batch.Facts!.MediaEndpoint!.CandidateType);
    }

    [Fact]
    public void Round_trips_of_seconds_are_kept()
    {
        var recording = Dump("safari-relay");
        var longest = recording
            .Batch.Tracks.Where(track => track.Key.Kind == TrackKind.Transport)
            .SelectMany(track => track.Column(Transport.CurrentRoundTripTime))
            .Max();
        Assert.InRange(longest, 1_000_000, 8_000_000);
    }

    [Fact]
    public void Every_dump_is_read_without_an_unusable_line_and_in_order_of_time()
    {
        var folder = Path.Combine(SharedCases.Folder("realdata"), "rtcstats");
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl"))
        {
            var recording = Dump(Path.GetFileNameWithoutExtension(file));
            Assert.DoesNotContain(recording.LeftOut, message => message.StartsWith("Line", StringComparison.Ordinal));
            Assert.All(recording.Batch.Tracks, track => Assert.Equal(track.Times().Order(), track.Times()));
            Assert.NotNull(recording.Batch.Facts!.Browser);
        }
    }

    [Fact]
    public void A_failed_connection_is_told_with_the_one_that_replaces_it()
    {
        var recording = Dump("chrome-standard-pc-reconnect");
        Assert.Equal(["PC_0", "PC_1", "PC_2"], recording.Connections.Select(connection => connection.Id));
        Assert.Equal("failed", recording.Connections[0].ConnectionState);
    }

    [Fact]
    public void A_call_ends_where_its_only_connection_is_closed()
    {
        var recording = Dump("firefox-relay");
        var end = Assert.Single(recording.Batch.Happenings, happening => happening.Type == HappeningType.Ended);
        Assert.Equal(1697705996869, end.At);
        Assert.Equal("Firefox", recording.Batch.Facts!.Browser!.Name);
    }
}
