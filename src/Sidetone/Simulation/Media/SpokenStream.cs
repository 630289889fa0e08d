using Sidetone.Telemetry;

namespace Sidetone.Simulation.Media;

/// <summary>
/// The sent stream of a call, with what the far end reports of it: nothing in the first seconds, then a report about
/// every five, whose values stand until the next.
/// </summary>
internal sealed class SpokenStream(NetworkProfile network, SeededRandom random)
{
    private const long FirstReportMs = 3_000;
    private const double ReportEveryMs = 5_000;
    private const double ReportSpreadMs = 800;
    private const int BytesOfSpeech = 92;
    private const int BytesOfSilence = 14;

    /// <summary>A tick of the RTP clock, in microseconds: the far end's jitter comes in whole ticks (RFC 3550, 6.4.1).</summary>
    private const double TickUs = 1_000_000 / 48_000.0;

    private readonly BurstLoss _loss = new(network.FromAgent, random.Fork("loss"));
    private readonly Wander _jitter = new(network.JitterMs, random.Fork("jitter"));
    private readonly Wander _roundTrip = new(network.RoundTripMs, random.Fork("round-trip"));

    private long _sent;
    private long _bytes;
    private long _lost;
    private long _nextReport = long.MaxValue;
    private long _sentAtLastReport;
    private bool _burst;

    private long _reportedLost = Track.Missing;
    private long _reportedJitterUs = Track.Missing;
    private long _roundTripUs = Track.Missing;
    private long _totalRoundTripUs;
    private long _roundTrips;

    /// <summary>The RTP synchronisation source.</summary>
    public long Ssrc { get; private set; } = HeardStream.NewSsrc(random);

    /// <summary>The path's round trip now, in microseconds, whether or not a report told of it.</summary>
    public long PathRoundTripUs => (long)(_roundTrip.Value * 1000);

    /// <summary>One packet goes out.</summary>
    public void Frame(bool speech)
    {
        _sent++;
        _bytes += (speech ? BytesOfSpeech : BytesOfSilence) + random.Below(24);
        _lost += _loss.NextIsLost() ? 1 : 0;
        _burst |= _loss.InBurst;
    }

    /// <summary>Writes what the browser says now.</summary>
    public void Write(Track track, long sequence, long time, int level)
    {
        LetSecondPass(time);
        var row = track.Add(sequence, time);
        track[row, Outbound.PacketsSent] = _sent;
        track[row, Outbound.BytesSent] = _bytes;
        track[row, Outbound.AudioLevel] = level;
        track[row, Outbound.PacketsLost] = _reportedLost;
        track[row, Outbound.Jitter] = _reportedJitterUs;
        track[row, Outbound.RoundTripTime] = _roundTripUs;
        track[row, Outbound.TotalRoundTripTime] = _totalRoundTripUs;
        track[row, Outbound.RoundTripTimeMeasurements] = _roundTrips;
    }

    /// <summary>A new connection: another source, every counter from zero, no report yet.</summary>
    public void Restart()
    {
        Ssrc = HeardStream.NewSsrc(random);
        _sent = _bytes = _lost = _sentAtLastReport = _totalRoundTripUs = _roundTrips = 0;
        _reportedLost = _reportedJitterUs = _roundTripUs = Track.Missing;
        _nextReport = long.MaxValue;
    }

    private void LetSecondPass(long time)
    {
        var jitterMs = _jitter.NextSecond();
        var roundTripMs = _roundTrip.NextSecond();
        if (_sent > 0 && _nextReport == long.MaxValue)
        {
            _nextReport = time + FirstReportMs;
        }

        // The far end reports on what it received since its last report; about nothing it says nothing.
        if (time < _nextReport || _sent == _sentAtLastReport)
        {
            return;
        }

        var worse = _burst ? 1.6 : 1;
        _burst = false;
        _reportedLost = _lost;
        _reportedJitterUs = (long)(Math.Round(jitterMs * worse * 1000 / TickUs) * TickUs);
        _roundTripUs = (long)(roundTripMs * 1000);
        _totalRoundTripUs += _roundTripUs;
        _roundTrips++;
        _sentAtLastReport = _sent;
        _nextReport = time + (long)(ReportEveryMs + random.Between(-ReportSpreadMs, ReportSpreadMs));
    }
}
