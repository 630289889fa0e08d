using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Support;

/// <summary>An agent on a wire of the test, with a clock of the test.</summary>
internal sealed class FakeTimeAgent : IAsyncDisposable
{
    private static int _branches;

    private FakeTimeAgent(Wire wire, FakeTimeProvider time, SipAgent agent)
    {
        Wire = wire;
        Time = time;
        Agent = agent;
    }

    public Wire Wire { get; }

    public FakeTimeProvider Time { get; }

    public SipAgent Agent { get; }

    public static OutgoingCallOptions Dialling { get; } =
        new()
        {
            Audio = new LocalAudio(IPEndPoint.Parse("192.0.2.1:40000"), IPEndPoint.Parse("192.0.2.1:40001")),
            RingTimeout = TimeSpan.FromMinutes(5),
        };

    public static async Task<FakeTimeAgent> StartAsync(
        SipProtocol protocol = SipProtocol.Udp,
        SipAgentOptions? options = null
    )
    {
        var wire = new Wire(protocol);
        var time = new FakeTimeProvider();
        var agent = await SipAgent.StartAsync(
            (options ?? new SipAgentOptions()) with
            {
                Farewell = TimeSpan.Zero,
            },
            time,
            [wire]
        );
        return new FakeTimeAgent(wire, time, agent);
    }

    public OutgoingCall Dial(OutgoingCallOptions? options = null) =>
        Agent.Call(SipUri.Parse("sip:far@192.0.2.2"), options ?? Dialling);

    /// <summary>Dials and is answered.</summary>
    public OutgoingCall DialAndAnswer(Action<SipResponse>? change = null)
    {
        var call = Dial();
        Wire.Answer(
            Wire.LastRequest("INVITE"),
            200,
            change: response =>
            {
                Wire.WithSdp(response);
                change?.Invoke(response);
            }
        );
        return call;
    }

    /// <summary>A request of the other side, that begins a call or stands alone.</summary>
    public static SipRequest Request(string method, string? toTag = null, string callId = "call-1", uint sequence = 1)
    {
        var request = new SipRequest(method, "sip:us@192.0.2.1");
        var branch = Interlocked.Increment(ref _branches).ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("Via", $"SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKtest{branch}");
        request.Headers.Add("Max-Forwards", "70");
        request.Headers.Add("From", "<sip:far@192.0.2.2>;tag=far");
        request.Headers.Add("To", "<sip:us@192.0.2.1>" + (toTag is null ? "" : ";tag=" + toTag));
        request.Headers.Add("Call-ID", callId);
        request.Headers.Add("CSeq", new CSeq(sequence, method).ToString());
        request.Headers.Add("Contact", "<sip:far@192.0.2.2>");
        return request;
    }

    /// <summary>A request of the other side within a call that we dialled.</summary>
    public SipRequest InCall(OutgoingCall call, string method, uint sequence = 1) =>
        Request(method, call.LocalTag, call.CallId, sequence);

    public async Task<IncomingCall> ReceiveAsync(Action<SipRequest>? change = null)
    {
        var invite = Request("INVITE");
        Wire.WithSdp(invite);
        change?.Invoke(invite);
        Wire.Hear(invite);
        return await Agent.NextCallAsync(Loopback.Token);
    }

    /// <summary>In small steps, so that what a timer sets in motion is due at its own time.</summary>
    public void Advance(double seconds)
    {
        var step = TimeSpan.FromMilliseconds(seconds > 200 ? 500 : 50);
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= step)
        {
            Time.Advance(left < step ? left : step);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        Assert.Equal((0, 0), (Agent.Engine.Clock.Running, Agent.Engine.Transactions.Count));
        Assert.Null(Agent.Counters.LastFault);
    }
}
