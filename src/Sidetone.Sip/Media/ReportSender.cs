using System.Net.Sockets;
using System.Security.Cryptography;
using Sidetone.Sip.Rtcp;

namespace Sidetone.Sip.Media;

/// <summary>Our RTCP: a compound packet now and then, and goodbye. On the pacing thread, the goodbye after it.</summary>
internal sealed class ReportSender
{
    private readonly byte[] _packet = new byte[RtcpWriter.BytesMax];
    private readonly AudioCallMedia _call;
    private readonly Socket _socket;
    private readonly AudioSender _sender;
    private readonly string _name;
    private readonly TimeSpan _interval;
    private double _dueMs;
    private long _reportedPackets;
    private long _sent;

    public ReportSender(AudioCallMedia call, Socket socket, AudioSender sender, MediaSettings settings)
    {
        (_call, _socket, _sender, _interval) = (call, socket, sender, settings.ReportInterval);
        _name = settings.CanonicalName ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(12));
        _dueMs = call.Clock.NowMs + ReportSchedule.Next(_interval, isFirst: true, Random.Shared).TotalMilliseconds;
    }

    /// <summary>Compound packets sent.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public void SendIfDue(long now)
    {
        var nowMs = _call.Clock.Milliseconds(now);
        if (nowMs >= _dueMs)
        {
            _dueMs = nowMs + ReportSchedule.Next(_interval, isFirst: false, Random.Shared).TotalMilliseconds;
            Send(_sender.Packets > _reportedPackets, isLast: false);
        }
    }

    /// <summary>The counts as they are, out of turn.</summary>
    public void SendCounts() => Send(_sender.Packets > 0, isLast: false);

    /// <summary>The last counts, so that the other side knows what it missed at the end, and goodbye.</summary>
    public void SendGoodbye() => Send(_sender.Packets > 0, isLast: true);

    private void Send(bool isSender, bool isLast)
    {
        // Stamped here, not when the report was due: the answer's round trip begins now.
        var nowMs = _call.Clock.NowMs;
        var ntp = _call.Clock.At(nowMs);
        var packets = _sender.Packets;
        _reportedPackets = packets;
        SenderInfo? info = isSender
            ? new SenderInfo(
                ntp,
                _sender.TimestampAt(nowMs - _call.Clock.Milliseconds(_call.StartedAt)),
                unchecked((uint)packets),
                unchecked((uint)_sender.PayloadBytes)
            )
            : null;
        var writer = new RtcpWriter(_packet);
        writer.Report(_sender.Ssrc, info, _call.ReportOn(nowMs, isSender ? NtpClock.Middle(ntp) : null));
        writer.Name(_sender.Ssrc, _name);
        if (isLast)
        {
            writer.Goodbye(_sender.Ssrc);
        }

        try
        {
            _socket.SendTo(_packet.AsSpan(0, writer.Length), SocketFlags.None, _call.Route.Rtcp);
            Interlocked.Increment(ref _sent);
        }
        catch (SocketException)
        {
            // No route, or a full queue: as lost as on the way. The next one tells the same and more.
        }
    }
}
