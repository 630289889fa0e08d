using System.Net;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Support;

/// <summary>Agents that talk over loopback with the real clock.</summary>
internal static class Loopback
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static IPEndPoint Any { get; } = new(IPAddress.Loopback, 0);

    public static SipAgentOptions Options { get; } = new() { Udp = Any, Tcp = Any };

    public static LocalAudio Audio(int port = 40_000) =>
        new(new IPEndPoint(IPAddress.Loopback, port), new IPEndPoint(IPAddress.Loopback, port + 1));

    public static OutgoingCallOptions Dialling { get; } = new() { Audio = Audio() };

    public static Task<SipAgent> StartAsync(SipAgentOptions? options = null) =>
        SipAgent.StartAsync(options ?? Options, TimeProvider.System);

    public static SipUri At(SipAgent agent, SipProtocol protocol = SipProtocol.Udp)
    {
        var transport = protocol == SipProtocol.Udp ? null : protocol.ToString().ToLowerInvariant();
        return SipUri.Of("callee", agent.LocalEndPoint(protocol)!, transport);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<T> Soon<T>(this Task<T> task) => await task.WaitAsync(Patience, Token);

    /// <summary>Waits until something holds; fails when it does not in time.</summary>
    public static async Task Until(Func<bool> holds, string what)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < Patience, $"It never came to be that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), Token);
        }
    }
}
