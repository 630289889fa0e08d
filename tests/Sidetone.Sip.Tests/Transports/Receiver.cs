using System.Collections.Concurrent;
using System.Text;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Transports;

/// <summary>Keeps what a transport hears.</summary>
internal sealed class Receiver : ISipReceiver
{
    private int _discarded;

    public ConcurrentQueue<(string Text, SipPeer From)> Messages { get; } = new();

    public ConcurrentQueue<SipPeer> Failures { get; } = new();

    public int Discards => _discarded;

    public void Arrived(ReadOnlyMemory<byte> message, SipPeer from) =>
        Messages.Enqueue((Encoding.Latin1.GetString(message.Span), from));

    public void Failed(SipPeer peer) => Failures.Enqueue(peer);

    public void Discarded() => Interlocked.Increment(ref _discarded);

    public async Task<(string Text, SipPeer From)> NextAsync()
    {
        (string, SipPeer) next = default;
        await Loopback.Until(() => Messages.TryDequeue(out next), "a message arrives");
        return next;
    }
}
