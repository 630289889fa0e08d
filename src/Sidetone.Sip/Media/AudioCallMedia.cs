using System.Net;
using System.Net.Sockets;
using Sidetone.Sip.Codecs;
using Sidetone.Sip.Media.Buffering;
using Sidetone.Sip.Media.Figures;
using Sidetone.Sip.Media.Pacing;
using Sidetone.Sip.Rtcp;
using Sidetone.Sip.Rtp;
using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Media;

/// <summary>
/// The audio of one call: RTP both ways, RTCP, the jitter buffer and everything that is counted. Started with what signalling
/// agreed on; ends when it is stopped. What arrives can be anything: it is counted, and never thrown about.
/// </summary>
/// <remarks>
/// <code>
///   source ─▶ pacing thread ─▶ RTP ─▶ the other side ─▶ RTP ─▶ receiving thread ─▶ jitter buffer ─▶ pacing thread ─▶ sink
/// </code>
/// What is counted of arrivals is guarded by one lock; the source and the sink are called outside of it.
/// </remarks>
public sealed class AudioCallMedia : IAsyncDisposable
{
    private static readonly TimeSpan s_startDelay = TimeSpan.FromMilliseconds(20);

    // Guards _reception, _far, _buffer, _malformed and _elsewhere.
    private readonly Lock _gate = new();
    private readonly Reception _reception = new();
    private readonly FarEnd _far;
    private readonly JitterBuffer _buffer;
    private readonly NtpClock _clock;
    private readonly TaskCompletionSource<MediaEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MediaPort _port;
    private readonly MediaSettings _settings;
    private readonly IAudioSink _sink;
    private readonly AudioSender _sender;
    private readonly AudioPlayer _player;
    private readonly ReportSender _reports;
    private readonly DatagramLoop _rtpLoop;
    private readonly DatagramLoop _rtcpLoop;
    private readonly short[] _arrived = new short[2_048];
    private MediaRoute _route;
    private double _heardAtMs;
    private long _malformed;
    private long _elsewhere;
    private int _isStopped;
    private bool _isBacklog;
    private volatile bool _isClosed;

    private AudioCallMedia(
        MediaPort port,
        NegotiatedAudio audio,
        IAudioSource source,
        IAudioSink sink,
        MediaSettings settings
    )
    {
        (_port, _settings, _sink) = (port, settings, sink);
        _route = MediaRoute.Of(audio);
        _clock = new NtpClock(Time);
        _heardAtMs = _clock.NowMs;
        StartedAt = Time.GetTimestamp() + (long)(s_startDelay.TotalSeconds * Time.TimestampFrequency);
        _sender = new AudioSender(this, port.RtpSocket, source, audio.PacketMs);
        _far = new FarEnd(_sender.Ssrc);
        _buffer = new JitterBuffer(settings.BufferLeast, settings.BufferMost);
        _reports = new ReportSender(this, port.RtcpSocket, _sender, settings);
        _player = new AudioPlayer(this, sink, _reports);
        _isBacklog = port.RtpSocket.Available > 0;
        _rtpLoop = new DatagramLoop(this, port.RtpSocket, "media-rtp", TakeRtp);
        _rtcpLoop = new DatagramLoop(this, port.RtcpSocket, "media-rtcp", TakeRtcp);
        settings.Pacer.Add(_sender, StartedAt, _sender.Period);

        // What is heard is due between two packets to send, so that neither waits for the other.
        settings.Pacer.Add(_player, StartedAt + (AudioPlayer.Period(Time) / 2), AudioPlayer.Frame);
    }

    /// <summary>When position 0 of the source is due, a timestamp of <see cref="Pacer.Time"/>.</summary>
    public long StartedAt { get; }

    /// <summary>
    /// Completes when the media are over, and why. <see cref="MediaEnd.NothingArrives"/> stops nothing by itself: the owner ends
    /// the call.
    /// </summary>
    public Task<MediaEnd> Ended => _ended.Task;

    /// <summary>What failed, when <see cref="Ended"/> says so.</summary>
    public Exception? Fault { get; private set; }

    internal TimeProvider Time => _settings.Pacer.Time;

    internal NtpClock Clock => _clock;

    internal MediaRoute Route => Volatile.Read(ref _route);

    internal bool IsClosed => _isClosed;

    /// <summary>Starts a call's media on ports that are open already; they belong to the media from here on.</summary>
    /// <param name="port">the local ports that the description named</param>
    /// <param name="audio">what was agreed on; packets of 10…100 ms</param>
    /// <param name="source">what is said</param>
    /// <param name="sink">where it is heard</param>
    /// <param name="settings">null for <see cref="MediaSettings.Usual"/></param>
    /// <exception cref="ArgumentOutOfRangeException">packets of fewer than 10 or more than 100 ms</exception>
    public static AudioCallMedia Start(
        MediaPort port,
        NegotiatedAudio audio,
        IAudioSource source,
        IAudioSink sink,
        MediaSettings? settings = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(audio.PacketMs, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(audio.PacketMs, 100);
        return new AudioCallMedia(port, audio, source, sink, settings ?? MediaSettings.Usual);
    }

    /// <summary>Goes on with what was agreed on anew: hold, another address or another law. The length of packets stays.</summary>
    public void Change(NegotiatedAudio audio) => Volatile.Write(ref _route, MediaRoute.Of(audio));

    /// <summary>Sends a key as a telephone event (RFC 4733), after those that wait; completes when it is sent.</summary>
    /// <param name="key">0…9, *, #, A…D</param>
    /// <param name="duration">how long it is held down, 40 ms…8 s</param>
    /// <exception cref="InvalidOperationException">the other side takes no telephone events, too many keys wait, or the media are over</exception>
    /// <exception cref="ArgumentException">there is no such key</exception>
    /// <exception cref="OperationCanceledException">the media ended before the key was sent</exception>
    public Task SendDtmfAsync(char key, TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.FromMilliseconds(40));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, TimeSpan.FromSeconds(8));
        var code =
            TelephoneEvent.CodeOf(key)
            ?? throw new ArgumentException($"'{key}' is no key of a telephone.", nameof(key));
        if (Route.Audio.EventsPayloadType is null)
        {
            throw new InvalidOperationException("The other side did not take telephone-event (RFC 4733).");
        }

        var pressed = new KeyBeingSent(code, (int)(duration.TotalMilliseconds * 8));
        if (Volatile.Read(ref _isStopped) != 0 || !_sender.TryAdd(pressed))
        {
            throw new InvalidOperationException("The call's media are over, or too many keys wait to be sent.");
        }

        return pressed.Sent.Task;
    }

    /// <summary>A copy of everything that was counted.</summary>
    public MediaStatistics Statistics()
    {
        PacingError pacing;
        lock (_sender.Pacing)
        {
            pacing = _sender.Pacing.Snapshot();
        }

        lock (_gate)
        {
            return new MediaStatistics
            {
                Elapsed = TimeSpan.FromMilliseconds(_clock.NowMs),
                Sent = new SentFigures(_sender.Packets, _sender.PayloadBytes, _sender.Failures, pacing),
                Received = StatisticsReader.Received(_reception, _far, _sender.Ssrc, _malformed, _elsewhere),
                Heard = StatisticsReader.Heard(_buffer),
                FarEnd = StatisticsReader.FarEnd(_far, _sender),
                RoundTripsMs = _far.RoundTrips(),
                KeysReceived = _reception.Keys,
                ReportsSent = _reports.Sent,
            };
        }
    }

    /// <summary>
    /// Stops sending, says how much that was, goes on receiving for a while, says goodbye, and closes the sockets. A second call
    /// does nothing.
    /// </summary>
    /// <param name="linger">how long to receive what is still on the way</param>
    public async Task StopAsync(TimeSpan linger)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            return;
        }

        _settings.Pacer.Remove(_sender);
        _sender.GiveUpKeys();
        if (linger > TimeSpan.Zero)
        {
            // While the other side surely listens: what got lost at the end is known by nothing else.
            _reports.SendCounts();
            await Task.Delay(linger, Time).ConfigureAwait(false);
        }

        _settings.Pacer.Remove(_player);
        _reports.SendGoodbye();
        _isClosed = true;
        _port.Dispose();
        await Task.WhenAll(_rtpLoop.Ended, _rtcpLoop.Ended).ConfigureAwait(false);
        _ended.TrySetResult(MediaEnd.Stopped);
    }

    /// <summary>Stops at once.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(TimeSpan.Zero).ConfigureAwait(false);

    internal void Fail(Exception fault)
    {
        Fault ??= fault;
        _ended.TrySetResult(MediaEnd.Failed);
    }

    /// <summary>The next frame for the ear; called by the player.</summary>
    internal int Hear(Span<short> frame, double nowMs)
    {
        lock (_gate)
        {
            if (nowMs - _heardAtMs > _settings.NothingArrivesMax.TotalMilliseconds)
            {
                _ended.TrySetResult(MediaEnd.NothingArrives);
            }

            return _buffer.Read(frame, nowMs);
        }
    }

    /// <summary>What a report says of the stream that arrives; called by the sender of reports.</summary>
    internal ReportBlock? ReportOn(double nowMs, uint? ownReport)
    {
        lock (_gate)
        {
            if (ownReport is { } middle)
            {
                _far.Sent(middle);
            }

            var source = _reception.Current;
            return _reception.Block(source is null ? null : _far.Find(source.Ssrc), nowMs);
        }
    }

    private void TakeRtp(byte[] buffer, int length, SocketAddress from, long arrivedAt)
    {
        // What waited in the socket before anybody listened has no time of arrival. The first pause ends it.
        var isLive = !_isBacklog;
        _isBacklog = _isBacklog && _port.RtpSocket.Available > 0;
        var nowMs = _clock.Milliseconds(arrivedAt);
        if (!RtpPacket.TryParse(buffer.AsSpan(0, length), out var packet))
        {
            Interlocked.Increment(ref _malformed);
            return;
        }

        var route = Route;
        long? place;
        lock (_gate)
        {
            _heardAtMs = nowMs;
            _elsewhere += from.Equals(route.Rtp) ? 0 : 1;
            place = _reception.Take(packet, nowMs, isLive, route.Audio.PayloadType, route.Audio.EventsPayloadType);
            if (place is { } position)
            {
                G711.Decode(route.Audio.Codec, packet.Payload, _arrived);
                _buffer.Write(position, _arrived.AsSpan(0, packet.Payload.Length), nowMs);
            }
        }

        if (place is { } at)
        {
            Learn(route, from);
            _sink.Received(new ArrivedAudio(_arrived.AsSpan(0, packet.Payload.Length), at, arrivedAt));
        }
    }

    private void TakeRtcp(byte[] buffer, int length, SocketAddress from, long arrivedAt)
    {
        var nowMs = _clock.Milliseconds(arrivedAt);
        lock (_gate)
        {
            if (_far.Take(buffer.AsSpan(0, length), nowMs, NtpClock.Middle(_clock.At(nowMs))))
            {
                _heardAtMs = nowMs;
            }
        }
    }

    private void Learn(MediaRoute route, SocketAddress from)
    {
        if (!_settings.LearnSource || route.IsLearnt)
        {
            return;
        }

        var rtp = (IPEndPoint)route.Audio.Rtp.Create(from);
        var rtcp = new IPEndPoint(rtp.Address, rtp.Port + 1);
        var learnt = new MediaRoute(route.Audio, rtp.Serialize(), rtcp.Serialize(), IsLearnt: true);
        Interlocked.CompareExchange(ref _route, learnt, route);
    }
}
