using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Sidetone.Sip.Media;
using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Tests.Impairments;

/// <summary>
/// Stands between the two ends of a call's media and does to their packets what a network does; writes down each of them.
/// The near end sends to <see cref="Near"/>, the far end to <see cref="Far"/>; each hears from where it sends to.
/// </summary>
internal sealed class ImpairedRelay : IAsyncDisposable
{
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_waitMost = TimeSpan.FromMilliseconds(1);

    private readonly Impairment _forward;
    private readonly Impairment _backward;
    private readonly LossModel _forwardLoss;
    private readonly LossModel _backwardLoss;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly List<RelayedPacket> _log = [];
    private readonly PriorityQueue<Waiting, (long Due, long Order)> _waiting = new();
    private readonly List<Thread> _threads = [];
    private readonly MediaPort _near;
    private readonly MediaPort _far;
    private long _order;
    private volatile bool _isClosed;
    private volatile Ends? _ends;

    public ImpairedRelay(Impairment forward, Impairment backward, int seed)
        : this(forward, backward, seed, IPAddress.Loopback) { }

    public ImpairedRelay(Impairment forward, Impairment backward, int seed, IPAddress address)
    {
        (_forward, _backward) = (forward, backward);
        _random = new Random(seed);
        _forwardLoss = new LossModel(forward, new Random(seed + 1));
        _backwardLoss = new LossModel(backward, new Random(seed + 2));
        _near = MediaPort.Open(address);
        _far = MediaPort.Open(address);
    }

    /// <summary>Where the near end sends RTP; RTCP to the next port.</summary>
    public IPEndPoint Near => _near.Rtp;

    /// <summary>Where the far end sends RTP; RTCP to the next port.</summary>
    public IPEndPoint Far => _far.Rtp;

    /// <summary>What passed so far.</summary>
    public IReadOnlyList<RelayedPacket> Log
    {
        get
        {
            lock (_gate)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>Says where both ends listen for RTP, and begins.</summary>
    public void Connect(IPEndPoint near, IPEndPoint far)
    {
        _ends = new Ends(near, After(near), far, After(far));
        Begin(() => Receive(_near.RtpSocket, true, true));
        Begin(() => Receive(_near.RtcpSocket, true, false));
        Begin(() => Receive(_far.RtpSocket, false, true));
        Begin(() => Receive(_far.RtcpSocket, false, false));
        Begin(Send);
    }

    /// <summary>RTP packets that came in, and of these the dropped ones.</summary>
    public (int Sent, int Dropped) Count(bool forward)
    {
        var packets = Log.Where(packet => packet.IsForward == forward && packet.IsRtp).ToList();
        return (packets.Count, packets.Count(packet => packet.IsDropped));
    }

    /// <summary>Mean and last of RFC 3550's jitter in ms, from the times at which RTP packets left.</summary>
    public (double MeanMs, double LastMs) Jitter(bool forward)
    {
        var (jitter, sum, count, last) = (0.0, 0.0, 0, double.NaN);
        foreach (
            var packet in Log.Where(packet => packet.IsForward == forward && packet.IsRtp && packet.OutAt > 0)
                .OrderBy(packet => packet.OutAt)
        )
        {
            var transit =
                TimeProvider.System.GetElapsedTime(0, packet.OutAt).TotalMilliseconds - (packet.Timestamp / 8.0);
            if (!double.IsNaN(last))
            {
                jitter += (Math.Abs(transit - last) - jitter) / 16;
                sum += jitter;
                count++;
            }

            last = transit;
        }

        return (count == 0 ? 0 : sum / count, jitter);
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        _near.Dispose();
        _far.Dispose();
        _threads.ForEach(thread => thread.Join());
        return ValueTask.CompletedTask;
    }

    private static IPEndPoint After(IPEndPoint rtp) => new(rtp.Address, rtp.Port + 1);

    private void Begin(Action run)
    {
        var thread = new Thread(() => run(), 256 * 1_024) { IsBackground = true, Name = "relay" };
        _threads.Add(thread);
        thread.Start();
    }

    private void Receive(Socket socket, bool isForward, bool isRtp)
    {
        var buffer = new byte[2_048];
        var from = new SocketAddress(socket.AddressFamily);
        while (!_isClosed)
        {
            try
            {
                var length = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                Take(buffer.AsSpan(0, length), isForward, isRtp, TimeProvider.System.GetTimestamp());
            }
            catch (SocketException) when (_isClosed) { }
            catch (ObjectDisposedException) { }
        }
    }

    private void Take(ReadOnlySpan<byte> datagram, bool isForward, bool isRtp, long inAt)
    {
        var impairment = isForward ? _forward : _backward;
        lock (_gate)
        {
            var isDropped = isRtp && (isForward ? _forwardLoss : _backwardLoss).Drops();
            var packet = new RelayedPacket
            {
                IsForward = isForward,
                IsRtp = isRtp,
                Sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
                Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
                InAt = inAt,
                IsDropped = isDropped,
            };
            _log.Add(packet);
            if (isDropped)
            {
                return;
            }

            var jitterMs = isRtp ? impairment.JitterMs * (_random.NextDouble() + _random.NextDouble()) / 2 : 0;
            var due = inAt + (long)((impairment.DelayMs + jitterMs) * TimeProvider.System.TimestampFrequency / 1_000);

            // The order decides ties: without it packets that are due together overtake each other.
            _waiting.Enqueue(new Waiting(packet, datagram.ToArray()), (due, _order++));
        }
    }

    private void Send()
    {
        while (!_isClosed)
        {
            Waiting? next = null;
            var wait = s_idle;
            lock (_gate)
            {
                if (_waiting.TryPeek(out var first, out var key))
                {
                    wait = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), key.Due);
                    next = wait <= TimeSpan.Zero ? first : null;
                    _ = next is null || _waiting.TryDequeue(out _, out _);
                }
                else
                {
                    wait = TimeSpan.FromMilliseconds(0.2);
                }
            }

            if (next is null)
            {
                PreciseWait.For(wait < s_waitMost ? wait : s_waitMost);
                continue;
            }

            try
            {
                SendOn(next);
            }
            catch (SocketException) when (_isClosed) { }
            catch (ObjectDisposedException) { }
        }
    }

    private void SendOn(Waiting next)
    {
        var (packet, ends) = (next.Packet, _ends!);
        var port = packet.IsForward ? _far : _near;
        var to = packet.IsForward
            ? (packet.IsRtp ? ends.FarRtp : ends.FarRtcp)
            : (packet.IsRtp ? ends.NearRtp : ends.NearRtcp);
        packet.OutAt = TimeProvider.System.GetTimestamp();
        (packet.IsRtp ? port.RtpSocket : port.RtcpSocket).SendTo(next.Datagram, to);
    }

    private sealed record Waiting(RelayedPacket Packet, byte[] Datagram);

    private sealed record Ends(IPEndPoint NearRtp, IPEndPoint NearRtcp, IPEndPoint FarRtp, IPEndPoint FarRtcp);
}
