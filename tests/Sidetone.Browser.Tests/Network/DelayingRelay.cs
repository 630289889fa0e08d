using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Sidetone.Browser.Tests.Network;

/// <summary>
/// Passes a call's packets on between two candidates, each some time after it came. The kernels that tests run on have no
/// queue that delays (netem).
/// </summary>
internal sealed class DelayingRelay : IAsyncDisposable
{
    private const int PacketsMax = 4096;

    private readonly TimeSpan _delay;
    private readonly CancellationTokenSource _closing = new();
    private readonly Socket _toAgent;
    private readonly Socket _toCustomer;
    private Task _work = Task.CompletedTask;

    public DelayingRelay(IPAddress address, TimeSpan delay)
    {
        _delay = delay;
        _toAgent = Open(address);
        _toCustomer = Open(address);
    }

    /// <summary>Where the agent sends to.</summary>
    public IPEndPoint AgentSide => (IPEndPoint)_toAgent.LocalEndPoint!;

    /// <summary>Where the customer sends to.</summary>
    public IPEndPoint CustomerSide => (IPEndPoint)_toCustomer.LocalEndPoint!;

    /// <summary>Packets that found no place in a queue: none, or the counts of a test mean nothing.</summary>
    public int Overflown { get; private set; }

    /// <summary>Begins to pass on between two candidates; what comes from elsewhere is ignored.</summary>
    public void Join(IPEndPoint agent, IPEndPoint customer) =>
        _work = Task.WhenAll(
            PassAsync(_toAgent, agent, _toCustomer, customer),
            PassAsync(_toCustomer, customer, _toAgent, agent)
        );

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException) { }

        _toAgent.Dispose();
        _toCustomer.Dispose();
        _closing.Dispose();
    }

    private Task PassAsync(Socket from, IPEndPoint sender, Socket to, IPEndPoint receiver)
    {
        var waiting = Channel.CreateBounded<(long At, byte[] Packet)>(PacketsMax);
        return Task.WhenAll(TakeAsync(), GiveAsync());

        async Task TakeAsync()
        {
            var buffer = new byte[2048];
            while (true)
            {
                var read = await from.ReceiveFromAsync(buffer, SocketFlags.None, sender, _closing.Token);
                if (!sender.Equals(read.RemoteEndPoint))
                {
                    continue;
                }

                var at = TimeProvider.System.GetTimestamp();
                Overflown += waiting.Writer.TryWrite((at, buffer[..read.ReceivedBytes])) ? 0 : 1;
            }
        }

        async Task GiveAsync()
        {
            await foreach (var (at, packet) in waiting.Reader.ReadAllAsync(_closing.Token))
            {
                var left = _delay - TimeProvider.System.GetElapsedTime(at);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, TimeProvider.System, _closing.Token);
                }

                await to.SendToAsync(packet, SocketFlags.None, receiver, _closing.Token);
            }
        }
    }

    private static Socket Open(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveBufferSize = 1 << 20;
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }
}
