using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sidetone.Sip.Codecs;
using Sidetone.Sip.Media.Pacing;
using Sidetone.Sip.Rtp;

namespace Sidetone.Sip.Media;

/// <summary>Our stream: a packet each time it is due. Owned by the pacing thread; its counters may be read by any.</summary>
internal sealed class AudioSender : IPaced
{
    private const int SamplesPerMs = 8;
    private const int KeysWaitingMax = 64;

    private readonly byte[] _packet;
    private readonly short[] _frame;
    private readonly ConcurrentQueue<KeyBeingSent> _keys = new();
    private readonly AudioCallMedia _call;
    private readonly Socket _socket;
    private readonly IAudioSource _source;
    private readonly long _period;
    private readonly uint _firstTimestamp = unchecked((uint)RandomNumberGenerator.GetInt32(int.MaxValue));
    private KeyBeingSent? _key;
    private ushort _sequence;
    private bool _isSpeaking;
    private long _packets;
    private long _payloadBytes;
    private long _failures;

    public AudioSender(AudioCallMedia call, Socket socket, IAudioSource source, int packetMs)
    {
        (_call, _socket, _source) = (call, socket, source);
        Samples = packetMs * SamplesPerMs;
        Period = TimeSpan.FromMilliseconds(packetMs);
        _frame = new short[Samples];
        _packet = new byte[RtpPacket.HeaderBytes + Math.Max(Samples, TelephoneEvent.Bytes)];
        _period = (long)(Period.TotalSeconds * call.Time.TimestampFrequency);

        // The lower half of the numbers: a receiver then counts no wrap in the first ten minutes (RFC 3711 §3.3.1 advises it).
        FirstSequence = _sequence = (ushort)RandomNumberGenerator.GetInt32(1, 0x8000);
    }

    public uint Ssrc { get; } = unchecked((uint)RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue));

    public ushort FirstSequence { get; }

    public int Samples { get; }

    public TimeSpan Period { get; }

    public PacingHistogram Pacing { get; } = new();

    public long Packets => Volatile.Read(ref _packets);

    public long PayloadBytes => Volatile.Read(ref _payloadBytes);

    public long Failures => Volatile.Read(ref _failures);

    public uint TimestampAt(double sinceStartMs) =>
        unchecked(_firstTimestamp + (uint)(long)(sinceStartMs * SamplesPerMs));

    /// <summary>Queues a key; false when too many wait.</summary>
    public bool TryAdd(KeyBeingSent key)
    {
        if (_keys.Count >= KeysWaitingMax)
        {
            return false;
        }

        _keys.Enqueue(key);
        return true;
    }

    /// <summary>Keys that are not sent any more.</summary>
    public void GiveUpKeys()
    {
        _key?.Sent.TrySetCanceled();
        while (_keys.TryDequeue(out var key))
        {
            key.Sent.TrySetCanceled();
        }
    }

    public void Failed(Exception fault) => _call.Fail(fault);

    public void Tick(long due, long now)
    {
        var position = (due - _call.StartedAt) / _period * Samples;
        var route = _call.Route;
        if (!route.Audio.Sends)
        {
            _isSpeaking = false;
            return;
        }

        if (_key is null && _keys.TryDequeue(out _key))
        {
            _key.Timestamp = TimestampOf(position);
        }

        if (_key is not { } key)
        {
            _source.Read(position, _frame);
            G711.Encode(route.Audio.Codec, _frame, _packet.AsSpan(RtpPacket.HeaderBytes));
            Send(route, !_isSpeaking, route.Audio.PayloadType, TimestampOf(position), Samples);
            _isSpeaking = true;
        }
        else if (route.Audio.EventsPayloadType is { } type)
        {
            var isFirst = key.IsFirst;
            if (key.Next(Samples, out var isOver) is { } step)
            {
                step.Write(_packet.AsSpan(RtpPacket.HeaderBytes));
                Send(route, isFirst, type, key.Timestamp, TelephoneEvent.Bytes);
            }

            if (isOver)
            {
                key.Sent.TrySetResult();
                _key = null;
            }
        }

        lock (Pacing)
        {
            Pacing.Add(_call.Time.GetElapsedTime(due, now).TotalMilliseconds);
        }
    }

    private uint TimestampOf(long position) => unchecked(_firstTimestamp + (uint)position);

    private void Send(MediaRoute route, bool marker, byte payloadType, uint timestamp, int payloadBytes)
    {
        RtpPacket.WriteHeader(_packet, marker, payloadType, _sequence, timestamp, Ssrc);
        _sequence = unchecked((ushort)(_sequence + 1));
        Interlocked.Increment(ref _packets);
        Interlocked.Add(ref _payloadBytes, payloadBytes);
        try
        {
            _socket.SendTo(_packet.AsSpan(0, RtpPacket.HeaderBytes + payloadBytes), SocketFlags.None, route.Rtp);
        }
        catch (SocketException)
        {
            // No route, or a full queue: lost like a packet on the way, and counted.
            Interlocked.Increment(ref _failures);
        }
    }
}
