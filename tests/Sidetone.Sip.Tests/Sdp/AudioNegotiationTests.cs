using System.Net;
using System.Text;
using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Tests.Sdp;

/// <summary>Offers and answers (RFC 3264).</summary>
public sealed class AudioNegotiationTests
{
    private static readonly LocalAudio _local = new(
        IPEndPoint.Parse("192.0.2.1:4000"),
        IPEndPoint.Parse("192.0.2.1:4001")
    );

    [Fact]
    public void Our_offer_is_what_other_agents_write_too() =>
        Assert.Equal(
            """
            v=0
            o=- 7 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 4000 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendrecv

            """.ReplaceLineEndings("\r\n"),
            new AudioNegotiation(_local, 7).Offer().ToString()
        );

    [Theory]
    [InlineData("192.0.2.1:4002", "a=rtcp:4002\r\n")]
    [InlineData("192.0.2.9:4001", "a=rtcp:4001 IN IP4 192.0.2.9\r\n")]
    [InlineData("192.0.2.1:4001", null)]
    public void RTCP_is_told_where_it_is_not_the_next_port(string rtcp, string? line)
    {
        var text = new AudioNegotiation(_local with { Rtcp = IPEndPoint.Parse(rtcp) }, 7).Offer().ToString();
        Assert.Equal(line is not null, text.Contains("a=rtcp:", StringComparison.Ordinal));
        Assert.Contains(line ?? "", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_of_ours_agree()
    {
        var caller = new AudioNegotiation(_local, 1);
        var there = new LocalAudio(IPEndPoint.Parse("192.0.2.2:5000"), IPEndPoint.Parse("192.0.2.2:5009"))
        {
            PacketMs = 30,
        };
        var callee = new AudioNegotiation(there, 2);

        var answer = callee.Answer(Parse(caller.Offer().ToString()))!;
        var agreed = caller.Complete(Parse(answer.ToString()));

        Assert.Equal(
            new NegotiatedAudio(there.Rtp, there.Rtcp, AudioCodec.Pcmu, 0, 101, 30, Sends: true, Receives: true),
            agreed
        );
        Assert.Equal(
            new NegotiatedAudio(_local.Rtp, _local.Rtcp, AudioCodec.Pcmu, 0, 101, 20, Sends: true, Receives: true),
            callee.Agreed
        );
    }

    [Fact]
    public void The_offerer_s_order_counts_and_dynamic_payload_types_are_kept()
    {
        var session = Answer(
            "m=audio 9 RTP/AVP 18 97 8 0 96\r\na=rtpmap:97 pcma/8000\r\na=rtpmap:96 telephone-event/8000",
            out var agreed
        );

        Assert.Equal(
            (AudioCodec.Pcma, (byte)97, (byte?)96),
            (agreed.Codec, agreed.PayloadType, agreed.EventsPayloadType)
        );
        Assert.Equal(["97", "96"], session.Media[0].Formats);
    }

    [Fact]
    public void A_renamed_static_payload_type_is_what_its_map_says()
    {
        var offer = Parse(Head + "m=audio 9 RTP/AVP 0\r\na=rtpmap:0 opus/48000/2\r\n");
        Assert.Null(new AudioNegotiation(_local, 1).Answer(offer));
    }

    [Fact]
    public void Other_streams_are_refused_in_their_places()
    {
        var session = Answer(
            "m=video 8 RTP/AVP 31\r\nm=audio 7 RTP/SAVP 0\r\nm=audio 9 RTP/AVP 0\r\nm=audio 11 RTP/AVP 8\r\nm=application 1 udp wb",
            out var agreed
        );

        Assert.Equal([0, 0, 4000, 0, 0], session.Media.Select(static media => media.Port));
        Assert.Equal(
            ["video", "audio", "audio", "audio", "application"],
            session.Media.Select(static media => media.Kind)
        );
        Assert.Equal(9, agreed.Rtp.Port);
    }

    [Theory]
    [InlineData("a=sendonly", "recvonly", false, true)]
    [InlineData("a=recvonly", "sendonly", true, false)]
    [InlineData("a=inactive", "inactive", false, false)]
    [InlineData("a=sendrecv", "sendrecv", true, true)]
    [InlineData("c=IN IP4 0.0.0.0", "recvonly", false, true)]
    public void Directions_are_mirrored(string line, string word, bool sends, bool receives)
    {
        var session = Answer("m=audio 9 RTP/AVP 0\r\n" + line, out var agreed);

        Assert.Contains(session.Media[0].Attributes, attribute => attribute.Name == word);
        Assert.Equal((sends, receives), (agreed.Sends, agreed.Receives));
    }

    [Fact]
    public void The_session_s_direction_counts_where_the_stream_says_nothing()
    {
        var offer = Parse(Head + "a=inactive\r\nm=audio 9 RTP/AVP 0\r\n");
        var negotiation = new AudioNegotiation(_local, 1);
        negotiation.Answer(offer);
        Assert.False(negotiation.Agreed!.Sends || negotiation.Agreed.Receives);
    }

    [Theory]
    [InlineData("a=rtcp:53020", "192.0.2.2:53020")]
    [InlineData("a=rtcp:53020 IN IP4 192.0.2.7", "192.0.2.7:53020")]
    [InlineData("a=rtcp:53020 IN IP6 2001:db8::7", "[2001:db8::7]:53020")]
    [InlineData("a=x", "192.0.2.2:10")]
    public void RTCP_goes_where_the_other_side_says(string line, string rtcp)
    {
        Answer("m=audio 9 RTP/AVP 0\r\n" + line, out var agreed);
        Assert.Equal(IPEndPoint.Parse(rtcp), agreed.Rtcp);
    }

    [Theory]
    [InlineData("a=ptime:10", 10)]
    [InlineData("a=ptime:35", 30)]
    [InlineData("a=ptime:1", 10)]
    [InlineData("a=ptime:200", 60)]
    public void Packet_times_stay_within_what_is_usual(string line, int time)
    {
        Answer("m=audio 9 RTP/AVP 0\r\n" + line, out var agreed);
        Assert.Equal(time, agreed.PacketMs);
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 0")]
    [InlineData("m=audio 9 RTP/AVP 18")]
    [InlineData("m=audio 9 RTP/SAVP 0")]
    [InlineData("m=video 9 RTP/AVP 0")]
    [InlineData("a=nothing")]
    public void Without_audio_that_we_take_there_is_no_answer(string lines) =>
        Assert.Null(new AudioNegotiation(_local, 1).Answer(Parse(Head + lines + "\r\n")));

    [Theory]
    [InlineData("v=1", 1, "version")]
    [InlineData("v=0\r\ns=-", 2, "`o=`")]
    [InlineData("v=0\r\no=- 1 1 IN IP4", 2, "six fields")]
    [InlineData("v=0\r\no=- x 1 IN IP4 a", 2, "whole numbers")]
    [InlineData(Head + "m=audio", 6, "`m=`")]
    [InlineData(Head + "m=audio 65536 RTP/AVP 0", 6, "port")]
    [InlineData(Head + "m=audio 9 RTP/AVP x", 6, "payload types")]
    [InlineData(Head + "m=audio 9 RTP/AVP 0\r\na=rtpmap:200 PCMU/8000", 7, "rtpmap")]
    [InlineData(Head + "m=audio 9 RTP/AVP 0\r\na=rtcp:0", 7, "rtcp")]
    [InlineData(Head + "m=audio 9 RTP/AVP 0\r\na=ptime:zwanzig", 7, "ptime")]
    [InlineData(Head + "m=audio 9 RTP/AVP 0\r\nc=IN IP4 media.example.com", 6, "no IPv4 or IPv6 address")]
    [InlineData(Head + "what", 6, "x=")]
    [InlineData("", 2, "`o=`")]
    public void A_fault_names_its_line(string text, int line, string says)
    {
        var fault = Assert.Throws<SdpException>(() => new AudioNegotiation(_local, 1).Answer(Parse(text)));
        Assert.Equal(line, fault.Line);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    private const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\n";

    private static SessionDescription Answer(string lines, out NegotiatedAudio agreed)
    {
        var negotiation = new AudioNegotiation(_local, 1);
        var answer = negotiation.Answer(Parse(Head + lines + "\r\n"));
        Assert.NotNull(answer);
        agreed = negotiation.Agreed!;
        return Parse(answer.ToString());
    }

    private static SessionDescription Parse(string text) => SdpParser.Parse(Encoding.Latin1.GetBytes(text));
}
