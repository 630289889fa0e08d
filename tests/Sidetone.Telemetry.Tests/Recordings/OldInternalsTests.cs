using Sidetone.Telemetry.Recordings;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>Dumps of before Chrome 117, which write no times, and of before 2019, whose statistics were Chrome's own.</summary>
public sealed class OldInternalsTests
{
    [Fact]
    public void Times_are_spread_evenly_from_the_first_to_the_last()
    {
        var track = Reading
            .Read(
                new InternalsDump()
                    .With("RTCInboundRTPAudioStream_10", "packetsReceived", null, 0, 50, 100, 150)
                    .ToString()
            )
            .Track(TrackKind.Inbound);
        Assert.Equal(10, track.Key.Ssrc);
        Assert.Equal([InternalsDump.Start, InternalsDump.Start + 1000, InternalsDump.Start + 2000], track.Times());
    }

    [Fact]
    public void A_members_place_follows_from_its_start_end_and_length()
    {
        const string Id = "RTCInboundRTPAudioStream_10";
        var recording = Reading.Read(
            new InternalsDump()
                .With(Id, "packetsReceived", "inbound-rtp", 0, 50, 100, 150, 200)
                .With(Id, "trackId", "inbound-rtp", 0, "R1", "R1", "R1", "R1")
                .With(Id, "jitter", "inbound-rtp", 1, 0.001, 0.002, 0.003)
                .With("R1", "audioLevel", "track", 0, 0.25, 0.25, 0.25, 0.25)
                .With("R1", "totalSamplesReceived", "track", 0, 1, 2, 3, 4)
                .With(Id, "audioLevel", "inbound-rtp", 0, 8192, 8192, 8192, 8192)
                .With(Id, "packetsLost", "inbound-rtp", 7, 1, 1)
                .ToString()
        );
        var track = recording.Track(TrackKind.Inbound);
        Assert.Equal([Track.Missing, 1_000, 2_000, 3_000], track.Column(Inbound.Jitter));
        Assert.Equal([8192, 8192, 8192, 8192], track.Column(Inbound.AudioLevel));
        Assert.Equal([1, 2, 3, 4], track.Column(Inbound.TotalSamplesReceived));
        Assert.All(track.Column(Inbound.PacketsLost), lost => Assert.Equal(Track.Missing, lost));
        Assert.Contains("packetsLost", Assert.Single(recording.LeftOut), StringComparison.Ordinal);
        Assert.Equal("webrtc-internals (before Chrome 117)", recording.Format);
    }

    [Fact]
    public void A_whole_number_level_is_taken_as_one()
    {
        var track = Reading
            .Read(
                new InternalsDump()
                    .With("RTCInboundRTPAudioStream_10", "packetsReceived", null, 0, 50, 100)
                    .With("RTCInboundRTPAudioStream_10", "audioLevel", null, 0, 812, 40000)
                    .ToString()
            )
            .Track(TrackKind.Inbound);
        Assert.Equal([812, 32767], track.Column(Inbound.AudioLevel));
    }

    [Fact]
    public void The_far_ends_statistics_are_told_by_isRemote_where_they_had_no_type()
    {
        var recording = Reading.Read(
            new InternalsDump()
                .With("RTCOutboundRTPAudioStream_10", "packetsSent", null, 0, 50, 100)
                .With("RTCOutboundRTPAudioStream_10", "ssrc", null, 0, 10, 10)
                .With("RTCInboundRTPAudioStream_10", "isRemote", null, 0, true, true)
                .With("RTCInboundRTPAudioStream_10", "ssrc", null, 0, 10, 10)
                .With("RTCInboundRTPAudioStream_10", "packetsLost", null, 0, 1, 2)
                .ToString()
        );
        var track = Assert.Single(recording.Batch.Tracks);
        Assert.Equal(TrackKind.Outbound, track.Key.Kind);
        Assert.Equal([1, 2], track.Column(Outbound.PacketsLost));
    }

    [Fact]
    public void Legacy_statistics_are_in_milliseconds_and_whole_levels()
    {
        var recording = Reading.Read(
            new InternalsDump()
                .With("ssrc_10_recv", "mediaType", null, 0, "audio", "audio")
                .With("ssrc_10_recv", "ssrc", null, 0, "10", "10")
                .With("ssrc_10_recv", "packetsReceived", null, 0, 50, 100)
                .With("ssrc_10_recv", "packetsLost", null, 0, 1, 1)
                .With("ssrc_10_recv", "googJitterReceived", null, 0, 7, 9)
                .With("ssrc_10_recv", "audioOutputLevel", null, 0, 32767, 12)
                .With("ssrc_20_send", "audioInputLevel", null, 0, 100, 200)
                .With("ssrc_20_send", "packetsSent", null, 0, 50, 100)
                .With("ssrc_20_send", "googRtt", null, 0, -1, 35)
                .With("ssrc_20_send", "googJitterReceived", null, 0, 0, 4)
                .With("ssrc_30_recv", "googFrameWidthReceived", null, 0, 640, 640)
                .With("Conn-audio-1-0", "googActiveConnection", null, 0, "true", "true")
                .With("Conn-audio-1-0", "googRtt", null, 0, 30, 31)
                .With("Conn-audio-1-0", "googLocalAddress", null, 0, "192.168.1.4:50000", "192.168.1.4:50000")
                .With("Conn-audio-1-0", "googRemoteAddress", null, 0, "203.0.113.9:3478", "203.0.113.9:3478")
                .With("Conn-audio-1-0", "googTransportType", null, 0, "udp", "udp")
                .ToString()
        );
        Assert.Equal("webrtc-internals (legacy statistics)", recording.Format);
        var heard = recording.Track(TrackKind.Inbound);
        Assert.Equal([7_000, 9_000], heard.Column(Inbound.Jitter));
        Assert.Equal([32767, 12], heard.Column(Inbound.AudioLevel));
        var spoken = recording.Track(TrackKind.Outbound);
        Assert.Equal([Track.Missing, 35_000], spoken.Column(Outbound.RoundTripTime));
        Assert.Equal([100, 200], spoken.Column(Outbound.AudioLevel));
        Assert.Equal([0, 4_000], spoken.Column(Outbound.Jitter));
        Assert.Equal([30_000, 31_000], recording.Track(TrackKind.Transport).Column(Transport.CurrentRoundTripTime));
        Assert.Equal("192.168.1.4", recording.Batch.Facts!.MediaIpAddress);
        Assert.Equal("203.0.113.9", recording.Batch.Facts.MediaEndpoint!.Fqdn);
        Assert.Equal("3478", recording.Batch.Facts.MediaEndpoint.DestinationPort);
        Assert.Equal(["7-1: 1 stream left out, not audio."], recording.LeftOut);
    }
}
