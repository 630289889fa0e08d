using System.Globalization;
using System.Text.Json.Nodes;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>webrtc-internals dumps in the form that has a time for every sample, since Chrome 117.</summary>
public sealed class InternalsTests
{
    private const string In = "inbound-rtp";
    private const string Out = "outbound-rtp";
    private const string Remote = "remote-inbound-rtp";

    private static InternalsDump Heard() =>
        new InternalsDump()
            .Times("IT01A10", In, 0, 4)
            .With("IT01A10", "kind", In, 0, "audio", "audio", "audio", "audio")
            .With("IT01A10", "ssrc", In, 0, 10, 10, 10, 10)
            .With("IT01A10", "packetsReceived", In, 0, 50, 100, 148, 198)
            .With("IT01A10", "packetsLost", In, 0, 0, 0, 2, -1)
            .With("IT01A10", "jitter", In, 0, 0.001, 0.0025, 0.003, 0.2)
            .With("IT01A10", "jitterBufferDelay", In, 0, 1.5, 2.5, 3.5, 4.5)
            .With("IT01A10", "[packetsReceived/s]", In, 1, 50, 48, 50);

    [Fact]
    public void A_received_stream_gives_a_row_for_each_poll_in_whole_numbers()
    {
        var track = Reading.Read(Heard().ToString()).Track(TrackKind.Inbound);
        Assert.Equal(new TrackKey("7-1", TrackKind.Inbound, 10), track.Key);
        Assert.Equal(
            [InternalsDump.Start, InternalsDump.Start + 1000, InternalsDump.Start + 2000, InternalsDump.Start + 3000],
            track.Times()
        );
        Assert.Equal([50, 100, 148, 198], track.Column(Inbound.PacketsReceived));
        Assert.Equal([0, 0, 2, -1], track.Column(Inbound.PacketsLost));
        Assert.Equal([1_000, 2_500, 3_000, 200_000], track.Column(Inbound.Jitter));
        Assert.Equal(4_500_000, track.Last(Inbound.JitterBufferDelay));
        Assert.All(track.Column(Inbound.ConcealedSamples), value => Assert.Equal(Track.Missing, value));
    }

    [Fact]
    public void A_member_that_appears_later_is_missing_before()
    {
        var dump = Heard().With("IT01A10", "audioLevel", In, 2, 0.5, 1);
        var track = Reading.Read(dump.ToString()).Track(TrackKind.Inbound);
        Assert.Equal([Track.Missing, Track.Missing, 16384, 32767], track.Column(Inbound.AudioLevel));
    }

    [Fact]
    public void A_member_that_disappears_is_missing_after()
    {
        var dump = Heard().With("IT01A10", "audioLevel", In, 0, 0.5, 0.25);
        var track = Reading.Read(dump.ToString()).Track(TrackKind.Inbound);
        Assert.Equal([16384, 8192, Track.Missing, Track.Missing], track.Column(Inbound.AudioLevel));
    }

    [Fact]
    public void A_series_with_a_gap_is_left_out_and_said()
    {
        // Three values from the first second to the last of four: one is missing, and nothing says which.
        var text = Heard().With("IT01A10", "audioLevel", In, 0, 0.5, 0.5, 0.5).ToString();
        text = text.Replace(
            "\"endTime\":\"2023-11-14T22:13:22.000Z\",\"statsType\":\"inbound-rtp\",\"values\":\"[0.5",
            "\"endTime\":\"2023-11-14T22:13:23.000Z\",\"statsType\":\"inbound-rtp\",\"values\":\"[0.5",
            StringComparison.Ordinal
        );
        var recording = Reading.Read(text);
        Assert.All(
            recording.Track(TrackKind.Inbound).Column(Inbound.AudioLevel),
            level => Assert.Equal(Track.Missing, level)
        );
        Assert.Contains("IT01A10-audioLevel", Assert.Single(recording.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sent_stream_has_the_far_ends_report_and_the_microphones_level()
    {
        var dump = new InternalsDump()
            .Times("OT01A20", Out, 0, 4)
            .With("OT01A20", "kind", Out, 0, "audio", "audio", "audio", "audio")
            .With("OT01A20", "ssrc", Out, 0, 20, 20, 20, 20)
            .With("OT01A20", "packetsSent", Out, 0, 50, 100, 150, 200)
            .With("OT01A20", "mediaSourceId", Out, 0, "SA1", "SA1", "SA1", "SA1")
            .With("OT01A20", "remoteId", Out, 2, "RIA20", "RIA20")
            .Times("SA1", "media-source", 0, 4)
            .With("SA1", "audioLevel", "media-source", 0, 0, 0.25, 0.5, 0.75)
            .With("RIA20", "timestamp", Remote, 1, InternalsDump.Start + 1500.5, InternalsDump.Start + 1500.5)
            .With("RIA20", "packetsLost", Remote, 1, 3, 3)
            .With("RIA20", "jitter", Remote, 1, 0.004, 0.004)
            .With("RIA20", "roundTripTime", Remote, 1, 0.0123, 0.0123)
            .With("RIA20", "totalRoundTripTime", Remote, 1, 0.0123, 0.0123)
            .With("RIA20", "roundTripTimeMeasurements", Remote, 1, 1, 1);
        var text = dump.ToString()
            .Replace(
                "\"startTime\":\"2023-11-14T22:13:21.000Z\",\"endTime\":\"2023-11-14T22:13:22.000Z\"",
                Rr,
                StringComparison.Ordinal
            );
        var track = Reading.Read(text).Track(TrackKind.Outbound);
        Assert.Equal([0, 8192, 16384, 24576], track.Column(Outbound.AudioLevel));
        Assert.Equal([Track.Missing, Track.Missing, 3, 3], track.Column(Outbound.PacketsLost));
        Assert.Equal([Track.Missing, Track.Missing, 12_300, 12_300], track.Column(Outbound.RoundTripTime));
        Assert.Equal([Track.Missing, Track.Missing, 1, 1], track.Column(Outbound.RoundTripTimeMeasurements));
    }

    /// <summary>A report is stamped with its arrival, and stands unchanged in every poll until the next.</summary>
    private const string Rr = "\"startTime\":\"2023-11-14T22:13:21.500Z\",\"endTime\":\"2023-11-14T22:13:21.500Z\"";

    [Fact]
    public void The_path_is_the_transports_pair_whatever_its_state()
    {
        var dump = Heard()
            .Times("T01", "transport", 0, 2)
            .With("T01", "selectedCandidatePairId", "transport", 0, "CPa", "CPa")
            .With("T01", "selectedCandidatePairChanges", "transport", 0, 1, 1)
            .Times("CPa", "candidate-pair", 0, 2)
            .With("CPa", "state", "candidate-pair", 0, "in-progress", "in-progress")
            .With("CPa", "currentRoundTripTime", "candidate-pair", 0, 0.02, 7.1)
            .With("CPa", "localCandidateId", "candidate-pair", 0, "Il", "Il")
            .With("CPa", "remoteCandidateId", "candidate-pair", 0, "Ir", "Ir")
            .Times("CPb", "candidate-pair", 0, 2)
            .With("CPb", "nominated", "candidate-pair", 0, true, true)
            .Times("Il", "local-candidate", 0, 2)
            .With("Il", "candidateType", "local-candidate", 0, "relay", "relay")
            .With("Il", "address", "local-candidate", 0, "198.51.100.7", "198.51.100.7")
            .With("Il", "port", "local-candidate", 0, 50000, 50000)
            .With("Il", "protocol", "local-candidate", 0, "udp", "udp")
            .With("Il", "relayProtocol", "local-candidate", 0, "tls", "tls")
            .With(
                "Il",
                "url",
                "local-candidate",
                0,
                "turns:relay.example:443?transport=tcp",
                "turns:relay.example:443?transport=tcp"
            )
            .With("Il", "networkType", "local-candidate", 0, "wifi", "wifi")
            .Times("Ir", "remote-candidate", 0, 2)
            .With("Ir", "address", "remote-candidate", 0, "10.4.2.90", "10.4.2.90");
        var recording = Reading.Read(dump.ToString());
        Assert.Equal([20_000, 7_100_000], recording.Track(TrackKind.Transport).Column(Transport.CurrentRoundTripTime));
        Assert.Equal(
            new MediaEndpoint
            {
                Fqdn = "relay.example",
                DestinationPort = "443",
                SourcePort = "50000",
                Transport = "tls",
                PrivateIp = "10.4.2.90",
                CandidateType = "relay",
            },
            recording.Batch.Facts!.MediaEndpoint
        );
        Assert.Equal("wlan", recording.Batch.Facts.NetworkType);
    }

    [Fact]
    public void Streams_that_are_not_audio_or_say_nothing_of_it_are_left_out_and_said()
    {
        var dump = Heard()
            .Times("IT01V30", In, 0, 1)
            .With("IT01V30", "packetsReceived", In, 0, 5)
            .Times("x1", In, 0, 1)
            .With("x1", "packetsReceived", In, 0, 5);
        var recording = Reading.Read(dump.ToString());
        Assert.Single(recording.Batch.Tracks);
        Assert.Equal(
            ["7-1: 1 stream left out, not audio.", "7-1: stream x1 left out, nothing says whether it is audio."],
            recording.LeftOut
        );
    }

    [Fact]
    public void States_are_told_in_order_and_a_close_ends_the_call()
    {
        var dump = Heard()
            .Log(InternalsDump.Start - 300, "oniceconnectionstatechange", "\"checking\"")
            .Log(InternalsDump.Start - 200, "iceconnectionstatechange", "connected")
            .Log(InternalsDump.Start - 100, "connectionstatechange", "connected")
            .Log((InternalsDump.Start + 4000).ToString(CultureInfo.InvariantCulture), "close", "");
        var recording = Reading.Read(dump.ToString());
        Assert.Equal(["iceState:checking", "iceState:connected", "connected", "ended"], recording.Told());
        Assert.Equal(InternalsDump.Start - 200, recording.Batch.Happenings[2].At);
        Assert.Equal(InternalsDump.Start + 4000, recording.Batch.Happenings[3].At);
        Assert.Equal("connected", recording.Connections[0].IceState);
    }

    [Fact]
    public void Nothing_ends_where_no_close_is_stated()
    {
        var dump = Heard().Log(InternalsDump.Start, "iceconnectionstatechange", "disconnected");
        Assert.Equal(["iceState:disconnected"], Reading.Read(dump.ToString()).Told());
    }

    [Theory]
    [InlineData("11/14/2023, 2:13:19 PM")]
    [InlineData("11/14/2023, 2:13:19\u202FPM")]
    [InlineData("14/11/2023, 14:13:19")]
    [InlineData("14.11.2023, 23:13:19")]
    [InlineData("2023/11/15 07:13:19")]
    [InlineData("2023-11-14T22:13:19.000Z")]
    public void A_log_in_local_time_is_placed_by_the_statistics(string written)
    {
        var recording = Reading.Read(
            Heard().Log(written, "iceConnectionStateChange", "ICEConnectionStateConnected").ToString()
        );
        Assert.Equal(["iceState:connected", "connected"], recording.Told());
        Assert.Equal(InternalsDump.Start - 1000, recording.Batch.Happenings[0].At);
    }

    [Fact]
    public void Browser_system_and_microphone_are_facts()
    {
        var dump = Heard()
            .Media(new JsonObject { ["audio"] = "", ["rid"] = 1 })
            .Media(new JsonObject { ["audio_track_info"] = """{"id":"t","label":"Headset"}""" })
            .Media(new JsonObject { ["audio_track_info"] = "id:t label:Headset" });
        var recording = Reading.Read(dump.ToString());
        Assert.Equal(new NameAndVersion { Name = "Chrome", Version = "118.0.0.0" }, recording.Batch.Facts!.Browser);
        Assert.Equal(new NameAndVersion { Name = "Windows", Version = "10" }, recording.Batch.Facts.OperatingSystem);
        Assert.Equal("Headset", Assert.Single(recording.Batch.Facts.Devices!).Label);
        Assert.Equal("https://softphone.example/", recording.Batch.Facts.SoftphoneUrl);
        Assert.Equal(
            "getUserMedia: a microphone left out, its audio_track_info is not JSON.",
            Assert.Single(recording.LeftOut)
        );
    }

    [Fact]
    public void The_same_content_gives_the_same_ids_and_another_gives_others()
    {
        var first = Reading.Read(Heard().ToString()).Batch;
        var again = Reading.Read(Heard().ToString()).Batch;
        var other = Reading.Read(Heard().Log(1, "x", "").ToString()).Batch;
        Assert.Equal((first.ContactId, first.Session), (again.ContactId, again.Session));
        Assert.NotEqual(first.ContactId, other.ContactId);
        Assert.NotEqual(first.ContactId, first.Session);
        Assert.True(Guid.TryParse(first.ContactId, out _));
        Assert.True(first.IsRecording);
        var named = Reading.Read(
            Heard().ToString(),
            new RecordingOptions
            {
                ContactId = "c",
                Session = "s",
                Agent = "a",
            }
        );
        Assert.Equal(("c", "s", "a"), (named.Batch.ContactId, named.Batch.Session, named.Batch.Agent));
    }

    [Fact]
    public void A_dump_cut_off_gives_what_stands_before_the_cut()
    {
        var text = Heard().ToString();
        var recording = Reading.Read(text[..text.IndexOf("IT01A10-jitter\"", StringComparison.Ordinal)]);
        Assert.Equal([50, 100, 148, 198], recording.Track(TrackKind.Inbound).Column(Inbound.PacketsReceived));
        Assert.StartsWith(
            "The file is cut off or damaged at byte",
            Assert.Single(recording.LeftOut),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_connection_that_is_asked_for_and_not_there_is_a_problem()
    {
        var problem = Reading.Refuse(Heard().ToString(), new RecordingOptions { Connection = "9-9" });
        Assert.Equal("There is no connection 9-9; there is: 7-1.", problem.Message);
    }
}
