using Sidetone.Telemetry;

namespace Sidetone.Calls.Statistics;

/// <summary>One second of one direction, all its streams together.</summary>
internal record struct DirectionSecond()
{
    /// <summary>True when a stream of this direction was sampled at both ends of the second.</summary>
    public bool Observed = false;

    /// <summary>Packets that moved, all streams together.</summary>
    public long Packets = 0;

    /// <summary>Packets lost, all streams together; below zero when duplicates took back an earlier loss.</summary>
    public long Lost = 0;

    /// <summary>Jitter in microseconds, of the stream with the most packets; missing when no packet moved.</summary>
    public long Jitter = Track.Missing;

    /// <summary>Level 0 to 32767, of the stream with the most packets; missing when no packet moved.</summary>
    public long Level = Track.Missing;

    /// <summary>Time that the samples emitted in this second had spent in the jitter buffer, in microseconds.</summary>
    public long BufferDelay = 0;

    /// <summary>Samples emitted from the jitter buffer in this second.</summary>
    public long BufferCount = 0;

    /// <summary>Mean opinion score, 1 to 4.5; not a number when the second has none.</summary>
    public double Mos = double.NaN;

    private long _most = -1;

    /// <summary>Packets lost of those that should have moved, in per cent, 0 to 100.</summary>
    public readonly double LossPercent(bool inbound)
    {
        var lost = Math.Max(0, Lost);
        var expected = inbound ? Packets + lost : Packets;
        return expected <= 0 ? 0 : Math.Min(100, 100.0 * lost / expected);
    }

    /// <summary>Adds one stream.</summary>
    public void Add(in StreamSecond stream)
    {
        Observed = true;
        Packets += stream.Packets;
        Lost += stream.Lost;
        if (stream.Packets <= _most)
        {
            return;
        }

        _most = stream.Packets;
        Jitter = stream.Packets > 0 ? stream.Jitter : Track.Missing;
        Level = stream.Packets > 0 ? stream.Level : Track.Missing;
        BufferDelay = stream.BufferDelay;
        BufferCount = stream.BufferCount;
    }
}

/// <summary>One second of a call: both directions, and the round trip between.</summary>
/// <remarks>A class, because dozens of rules walk over thousands of them, and copying costs more than they do.</remarks>
internal sealed class CallSecond
{
    /// <summary>Its beginning, in milliseconds since the Unix epoch.</summary>
    public long Start;

    /// <summary>Its end, in milliseconds since the Unix epoch.</summary>
    public long End;

    /// <summary>What the agent heard.</summary>
    public DirectionSecond Inbound = new();

    /// <summary>What the customer heard.</summary>
    public DirectionSecond Outbound = new();

    /// <summary>The last RTCP round trip in microseconds; missing before the first report.</summary>
    public long RoundTrip = Track.Missing;

    /// <summary>The last STUN round trip in microseconds; missing when unknown.</summary>
    public long StunRoundTrip = Track.Missing;

    /// <summary>Its length in milliseconds.</summary>
    public long Length => End - Start;
}
