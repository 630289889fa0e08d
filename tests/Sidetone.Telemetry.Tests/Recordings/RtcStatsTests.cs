using Sidetone.Telemetry.Recordings;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>rtcstats dumps: a line for each event, statistics written as differences.</summary>
public sealed class RtcStatsTests
{
    private const string Poll =
        """["getstats","PC_0",{"I":{"timestamp":0,"type":"inbound-rtp","ssrc":10,"kind":"audio",""";

    private static string Dump(params string[] lines) => string.Join('\n', lines) + "\n";

    [Fact]
    public void A_value_that_did_not_change_is_carried_forward()
    {
        var recording = Reading.Read(
            Dump(
                Poll
                    + """ "packetsReceived":50,"packetsLost":2,"jitter":0.01},"timestamp":1700000001000},1700000001010]""",
                """["getstats","PC_0",{"I":{"timestamp":0,"packetsReceived":100},"timestamp":1700000002000},1700000002010]""",
                """["getstats","PC_0",{"I":{"timestamp":0},"timestamp":1700000003000},1700000003010]"""
            )
        );
        var track = recording.Track(TrackKind.Inbound);
        Assert.Equal([50, 100, 100], track.Column(Inbound.PacketsReceived));
        Assert.Equal([2, 2, 2], track.Column(Inbound.PacketsLost));
        Assert.Equal([1_700_000_001_000, 1_700_000_002_000, 1_700_000_003_000], track.Times());
    }

    [Fact]
    public void A_stream_that_a_poll_no_longer_names_has_no_row()
    {
        var recording = Reading.Read(
            Dump(
                Poll
                    + """ "packetsReceived":50},"T":{"timestamp":0,"type":"transport"},"timestamp":1700000001000},1700000001010]""",
                """["getstats","PC_0",{"I":{"packetsReceived":80},"T":{},"timestamp":1700000002000},1700000002010]""",
                """["getstats","PC_0",{"T":{},"timestamp":1700000003000},1700000003010]"""
            )
        );
        Assert.Equal([50, 80], recording.Track(TrackKind.Inbound).Column(Inbound.PacketsReceived));
    }

    [Fact]
    public void Lines_count_and_not_their_clocks()
    {
        var recording = Reading.Read(
            Dump(
                Poll + """ "packetsReceived":50},"timestamp":1500000001000},1700000001000]""",
                """["getstats","PC_0",{"I":{"timestamp":0,"packetsReceived":90},"timestamp":1500000000000},1700000000500]"""
            )
        );
        var track = recording.Track(TrackKind.Inbound);
        Assert.Equal([50, 90], track.Column(Inbound.PacketsReceived));
        Assert.Equal([1_700_000_001_000, 1_700_000_001_000], track.Times());
        Assert.Contains("clock goes back", Assert.Single(recording.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void Format_3_writes_numbers_for_names_and_null_for_what_is_gone()
    {
        var recording = Reading.Read(
            Dump(
                "RTCStatsDump",
                """{"fileFormat":3,"userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15"}""",
                """[39,"1-2",{},"https://softphone.example/",1700000000000]""",
                """[24,"1-2","connected",5]""",
                """["g","1-2",{"t":1700000001000,"0":{"type":1,"10":10,"11":"audio","14":50,"16":0.002},"1":{"type":2,"10":20,"11":"audio","79":40}},995]""",
                """["g","1-2",{"t":1700000002000,"0":{"14":100}},1000]""",
                """["g","1-2",{"t":1700000003000,"0":null,"1":{"79":60}},1000]""",
                """[36,"1-2",null,500]"""
            )
        );
        Assert.Equal("rtcstats (format 3)", recording.Format);
        Assert.Equal([50, 100], recording.Track(TrackKind.Inbound).Column(Inbound.PacketsReceived));
        Assert.Equal([40, 40, 60], recording.Track(TrackKind.Outbound).Column(Outbound.PacketsSent));
        Assert.Equal(["iceState:connected", "connected", "ended"], recording.Told());
        Assert.Equal(1_700_000_002_500 + 1000, recording.Batch.Happenings[2].At);
        Assert.Equal("https://softphone.example/", recording.Connections[0].Page);
        Assert.Equal(new NameAndVersion { Name = "Safari", Version = "17.0" }, recording.Batch.Facts!.Browser);
        Assert.Equal(new NameAndVersion { Name = "macOS", Version = "10.15.7" }, recording.Batch.Facts.OperatingSystem);
    }

    [Fact]
    public void A_call_goes_on_while_one_of_its_connections_is_open()
    {
        const string Second =
            """["getstats","PC_1",{"I":{"timestamp":0,"type":"inbound-rtp","ssrc":11,"kind":"audio","packetsReceived":1},"timestamp":1700000009000},1700000009000]""";
        var lines = new List<string>
        {
            Poll + """ "packetsReceived":50},"timestamp":1700000001000},1700000001000]""",
            """["close","PC_0",{},1700000002000]""",
            Second,
        };
        Assert.Empty(Reading.Read(Dump([.. lines])).Told());
        lines.Add("""["close","PC_1",{},1700000010000]""");
        var ended = Assert.Single(Reading.Read(Dump([.. lines])).Batch.Happenings);
        Assert.Equal((HappeningType.Ended, 1_700_000_010_000), (ended.Type, ended.At));

        var only = Reading.Read(Dump([.. lines]), new RecordingOptions { Connection = "PC_0" });
        Assert.Equal("PC_0", Assert.Single(only.Batch.Tracks).Key.Connection);
        Assert.Equal(1_700_000_002_000, Assert.Single(only.Batch.Happenings).At);
    }

    [Fact]
    public void Lines_that_cannot_be_used_are_said_by_number()
    {
        var recording = Reading.Read(
            Poll
                + """ "packetsReceived":50},"timestamp":1700000001000},1700000001000]"""
                + "\nnonsense\n[\"x\"]\n[\"getstats\",\"PC_0\",{\"I\""
        );
        Assert.Equal(
            [
                "Line 2 left out: it is not JSON.",
                "Line 3 left out: it is not a line of rtcstats.",
                "Line 4 left out: it is cut off.",
            ],
            recording.LeftOut
        );
        Assert.Equal(50, recording.Track(TrackKind.Inbound).Last(Inbound.PacketsReceived));
    }

    [Fact]
    public void A_first_line_about_the_client_is_read()
    {
        var recording = Reading.Read(
            Dump(
                """{"url":"https://softphone.example/","userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Gecko/20100101 Firefox/78.0"}""",
                """["create","PC_0",{},1700000000000]""",
                Poll + """ "packetsReceived":50},"timestamp":1700000001000},1700000001000]"""
            )
        );
        Assert.Equal("https://softphone.example/", recording.Batch.Facts!.SoftphoneUrl);
        Assert.Equal(new NameAndVersion { Name = "Firefox", Version = "78.0" }, recording.Batch.Facts.Browser);
    }

    [Theory]
    [InlineData("", "The file is empty.")]
    [InlineData("  \n", "The file is empty.")]
    [InlineData("hello", "The file is in no form of recording that is known.")]
    [InlineData("{}", "The file looks like webrtc-internals (before Chrome 117), but tells of no peer connection.")]
    [InlineData("[1,2]", "The file looks like rtcstats, but tells of no peer connection.")]
    [InlineData("{\"a\":", "The file begins like JSON and stops being it at byte 5.")]
    public void What_is_no_recording_is_refused_with_a_reason(string text, string reason) =>
        Assert.Equal(reason, Reading.Refuse(text).Message);
}
