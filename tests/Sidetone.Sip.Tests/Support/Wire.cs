using System.Net;
using System.Text;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Support;

/// <summary>A transport whose other end is the test: it keeps what is sent, and lets the agent hear what the test says.</summary>
internal sealed class Wire(SipProtocol protocol = SipProtocol.Udp) : ISipTransport
{
    private readonly List<SipMessage> _sent = [];
    private ISipReceiver _receiver = null!;

    public SipProtocol Protocol { get; } = protocol;

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Parse("192.0.2.1"), 5060);

    public SipPeer Peer { get; } = new(protocol, new IPEndPoint(IPAddress.Parse("192.0.2.2"), 5060), null, 1);

    public int Connections => 0;

    public bool IsBroken { get; set; }

    public IReadOnlyList<SipMessage> Sent => _sent;

    public SipMessage Last => _sent[^1];

    public IEnumerable<string> SentMethods => _sent.OfType<SipRequest>().Select(static request => request.Method);

    public IEnumerable<int> SentStatuses => _sent.OfType<SipResponse>().Select(static response => response.Status);

    public SipRequest LastRequest(string method) => _sent.OfType<SipRequest>().Last(request => request.Method == method);

    public SipResponse LastResponse => _sent.OfType<SipResponse>().Last();

    public void Start(ISipReceiver receiver) => _receiver = receiver;

    public bool TrySend(ReadOnlyMemory<byte> message, SipPeer peer)
    {
        if (IsBroken)
        {
            return false;
        }

        var parsed = SipParser.Parse(message.Span, new SipLimits(), out var fault);
        Assert.True(fault is null, $"We sent a message that we would refuse: {fault}\n{Encoding.Latin1.GetString(message.Span)}");
        _sent.Add(parsed!);
        return true;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Clear() => _sent.Clear();

    public void Hear(string text) =>
        _receiver.Arrived(Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n")), Peer);

    public void Hear(SipMessage message) => _receiver.Arrived(message.ToBytes(), Peer);

    public void Break() => _receiver.Failed(Peer);

    /// <summary>Answers a request of the agent.</summary>
    public SipResponse Answer(SipRequest request, int status, string tag = "far", Action<SipResponse>? change = null)
    {
        var response = SipResponse.Answering(request, status, tag);
        if (status is > 100 and < 300 && request.Method == SipMethods.Invite)
        {
            response.Headers.Add(HeaderNames.Contact, "<sip:far@192.0.2.2>");
        }

        change?.Invoke(response);
        Hear(response);
        return response;
    }

    public static void WithSdp(SipMessage message) => message.SetBody("application/sdp", Sdp(50_000));

    public static byte[] Sdp(int port, string more = "") =>
        Encoding.Latin1.GetBytes(
            $"v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 101\r\n"
                + $"a=rtpmap:101 telephone-event/8000\r\n{more}"
        );
}
