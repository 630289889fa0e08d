namespace Sidetone.Sip.Rtcp;

/// <summary>
/// What the other side's RTCP says: of our stream, of its own, and the round trips that follow. Bounded whatever arrives.
/// Guarded by the call's lock.
/// </summary>
internal sealed class FarEnd(uint ownSsrc)
{
    /// <summary>Round trips kept, the newest: more than five hours of them.</summary>
    private const int RoundTripsMax = 4_096;

    private const int SendersMax = 16;
    private const double SamplesPerMs = 8;

    private readonly Queue<double> _roundTrips = new();
    private readonly List<FarSender> _senders = new(SendersMax);
    private SentReports _sent = new();
    private double _jitterSumMs;

    /// <summary>Compound packets taken.</summary>
    public long Packets { get; private set; }

    /// <summary>Datagrams that were none.</summary>
    public long Malformed { get; private set; }

    /// <summary>Reports about our stream.</summary>
    public long Reports { get; private set; }

    /// <summary>The last of them.</summary>
    public ReportBlock Last { get; private set; }

    /// <summary>Its jitter, in ms.</summary>
    public double JitterMs { get; private set; }

    /// <summary>The largest that was reported.</summary>
    public double JitterMaxMs { get; private set; }

    /// <summary>The mean over the reports.</summary>
    public double JitterMeanMs => Reports == 0 ? 0 : _jitterSumMs / Reports;

    /// <summary>Whether it said goodbye.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The round trips, oldest first, in ms.</summary>
    public double[] RoundTrips() => [.. _roundTrips];

    /// <summary>Remembers a report of ours, so that the answer is known again.</summary>
    public void Sent(uint middle) => _sent.Add(middle);

    /// <summary>What a source says of itself; null when it said nothing.</summary>
    public FarSender? Find(uint ssrc) => _senders.Find(sender => sender.Ssrc == ssrc);

    /// <summary>Packets that the senders say they sent; null when none said anything.</summary>
    public long? SaysSent => _senders.Count == 0 ? null : _senders.Sum(sender => (long)sender.Packets);

    /// <summary>Takes a datagram; false when it is no compound packet, of which then nothing counts.</summary>
    /// <param name="datagram">as received</param>
    /// <param name="arrivedMs">when it arrived</param>
    /// <param name="arrivedMiddle">the same moment, middle 32 bits of NTP time</param>
    public bool Take(ReadOnlySpan<byte> datagram, double arrivedMs, uint arrivedMiddle)
    {
        if (!RtcpReader.TryOpen(datagram, out var reader))
        {
            Malformed++;
            return false;
        }

        Packets++;
        while (reader.Next())
        {
            if (reader.TryReport(out var ssrc, out var sender, out var blocks))
            {
                TakeSender(ssrc, sender, arrivedMs);
                TakeBlocks(blocks, arrivedMiddle);
            }
            else if (reader.Type == RtcpType.Goodbye)
            {
                HasLeft = true;
            }
        }

        return true;
    }

    private void TakeSender(uint ssrc, SenderInfo? info, double arrivedMs)
    {
        // Our own SSRC from outside is a reflector: it reports nothing that we do not know.
        if (info is not { } said || ssrc == ownSsrc)
        {
            return;
        }

        var sender = Find(ssrc);
        if (sender is null)
        {
            if (_senders.Count == SendersMax)
            {
                return;
            }

            sender = new FarSender(ssrc);
            _senders.Add(sender);
        }

        (sender.LastReport, sender.LastReportAtMs) = (NtpClock.Middle(said.Ntp), arrivedMs);
        sender.Packets = said.Packets;
    }

    private void TakeBlocks(ReadOnlySpan<byte> blocks, uint arrivedMiddle)
    {
        for (; blocks.Length >= ReportBlock.Bytes; blocks = blocks[ReportBlock.Bytes..])
        {
            var block = ReportBlock.Read(blocks);
            if (block.Ssrc != ownSsrc)
            {
                continue;
            }

            Last = block;
            Reports++;
            JitterMs = block.Jitter / SamplesPerMs;
            JitterMaxMs = Math.Max(JitterMaxMs, JitterMs);
            _jitterSumMs += JitterMs;
            if (_sent.RoundTripMs(arrivedMiddle, block) is { } roundTrip)
            {
                if (_roundTrips.Count == RoundTripsMax)
                {
                    _roundTrips.Dequeue();
                }

                _roundTrips.Enqueue(roundTrip);
            }
        }
    }
}
