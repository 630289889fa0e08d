using System.Net.Sockets;
using System.Threading.Channels;

namespace Sidetone.Sip.Transports;

/// <summary>
/// One connection: opened in the background, written by one loop and read by another, until one of them ends, nothing
/// has happened for too long, or it is told to close.
/// </summary>
internal sealed class SipConnection : IDisposable
{
    private const int ReadBytes = 16_384;

    private static readonly byte[] _pong = "\r\n"u8.ToArray();

    private readonly SipStreamOptions _options;
    private readonly ISipReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing;
    private readonly CancellationTokenSource _closing = new();
    private readonly ITimer _timer;

    public SipConnection(SipPeer peer, SipStreamOptions options, ISipReceiver receiver, TimeProvider time)
    {
        Peer = peer;
        _options = options;
        _receiver = receiver;
        _time = time;
        _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(options.WaitingMessages)
            {
                FullMode = BoundedChannelFullMode.Wait,
                SingleReader = true,
            }
        );
        _timer = time.CreateTimer(_ => Close(), null, options.Opening, Timeout.InfiniteTimeSpan);
    }

    public SipPeer Peer { get; }

    public bool TrySend(ReadOnlyMemory<byte> message) =>
        !_closing.IsCancellationRequested && _outgoing.Writer.TryWrite(message);

    /// <summary>Closes it from any thread; <see cref="RunAsync"/> then ends.</summary>
    public void Close()
    {
        try
        {
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>Opens the connection and serves it until its end; never throws.</summary>
    /// <param name="open">gives the stream; a fault of it ends the connection</param>
    /// <returns>false when it never opened, broke, or messages were left unwritten</returns>
    public async Task<bool> RunAsync(Func<CancellationToken, Task<Stream>> open)
    {
        try
        {
            await using var stream = await open(_closing.Token);
            Active();
            var writing = WriteAsync(stream);
            var endedInOrder = await ReadAsync(stream);
            _outgoing.Writer.TryComplete();
            await _closing.CancelAsync();
            return await writing && endedInOrder;
        }
        catch (Exception fault) when (IsOfTheWire(fault))
        {
            await _closing.CancelAsync();
            return false;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _closing.Dispose();
    }

    internal static bool IsOfTheWire(Exception fault) =>
        fault
            is IOException
                or SocketException
                or OperationCanceledException
                or ObjectDisposedException
                or System.Security.Authentication.AuthenticationException
                or InvalidOperationException;

    private void Active() => _timer.Change(_options.Idle, Timeout.InfiniteTimeSpan);

    private async Task<bool> ReadAsync(Stream stream)
    {
        var framer = new SipFramer(_options.Limits);
        var buffer = new byte[ReadBytes];
        while (true)
        {
            int read;
            try
            {
                read = await stream.ReadAsync(buffer, _closing.Token);
            }
            catch (Exception fault) when (IsOfTheWire(fault))
            {
                return false;
            }

            if (read == 0)
            {
                return !framer.IsWithin;
            }

            var wasWithin = framer.IsWithin;
            framer.Append(buffer.AsSpan(0, read));
            while (framer.Take() is { } message)
            {
                wasWithin = false;
                _receiver.Arrived(message, Peer);
            }

            Answer(framer);
            if (framer.IsLost)
            {
                _receiver.Discarded();
                return false;
            }

            // A message that trickles in does not keep the connection open for ever.
            if (!framer.IsWithin)
            {
                Active();
            }
            else if (!wasWithin)
            {
                _timer.Change(_options.Opening, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Answer(SipFramer framer)
    {
        for (; framer.Pings > 0; framer.Pings--)
        {
            TrySend(_pong);
        }
    }

    private async Task<bool> WriteAsync(Stream stream)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_closing.Token))
            {
                using var late = new CancellationTokenSource(_options.Opening, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _closing.Token);
                await stream.WriteAsync(message, either.Token);
                await stream.FlushAsync(either.Token);
            }

            return true;
        }
        catch (Exception fault) when (IsOfTheWire(fault))
        {
            Close();
            return _outgoing.Reader.Count == 0 && fault is OperationCanceledException;
        }
    }
}
