namespace Sidetone.Heartbeat.Signals;

/// <summary>Finds the chirps of a signal in what was heard. Pure.</summary>
internal static class ChirpFinder
{
    /// <summary>Below this it is something else: speech reaches 0.2, a chirp of which half is lost 0.7.</summary>
    private const double LikenessMin = 0.5;

    // What is early by so much is a clock's or a socket's error; what is late by so much would be the next chirp.
    private const double EarliestSeconds = -0.02;
    private const double LatestSeconds = 1.9;

    private const double BaselineSeconds = 4;

    /// <summary>
    /// On the line of arrivals. Each place has its time from the fastest packets around it: what the others waited in the network
    /// does not move the chirp.
    /// </summary>
    public static IReadOnlyList<FoundChirp> InArrivals(SaidSignal said, HeardCall heard)
    {
        if (heard.Arrivals.Count == 0)
        {
            return [];
        }

        var baseline = new Baseline(heard.Arrivals);
        return Find(said, heard.Arrived.Span, place => baseline.At(place));
    }

    /// <summary>On the line of what was heard, where each sample has its time.</summary>
    public static IReadOnlyList<FoundChirp> InPlayed(SaidSignal said, HeardCall heard) =>
        Find(said, heard.Played.Span, _ => heard.PlayedFrom);

    private static List<FoundChirp> Find(SaidSignal said, ReadOnlySpan<short> heard, Func<int, double> zeroAt)
    {
        var pattern = Correlation.ToFloats(TestSignal.Of(said.Voice).Chirp);
        var line = Correlation.ToFloats(heard);
        var found = new List<FoundChirp>();
        const double Period = (double)TestSignal.PeriodSamples / TestSignal.SampleRate;
        const double Length = (double)Chirp.Samples / TestSignal.SampleRate;
        for (var index = 0; said.From + (index * Period) + Length <= said.Until; index++)
        {
            var saidAt = said.From + (index * Period);
            var zero = zeroAt(PlaceOf(saidAt - zeroAt(0)));
            if (
                Correlation.Find(
                    pattern,
                    line,
                    PlaceOf(saidAt + EarliestSeconds - zero),
                    PlaceOf(saidAt + LatestSeconds - zero)
                ) is
                { Likeness: >= LikenessMin } best
            )
            {
                var heardAt = zeroAt(best.Place) + ((double)best.Place / TestSignal.SampleRate);
                found.Add(new FoundChirp(index, heardAt - saidAt, best.Likeness));
            }
        }

        return found;
    }

    private static int PlaceOf(double seconds) =>
        (int)Math.Clamp(Math.Round(seconds * TestSignal.SampleRate), -1, int.MaxValue / 2);

    /// <summary>When place 0 would have come with the least delay of the seconds around a place.</summary>
    private sealed class Baseline
    {
        private const int BucketSamples = TestSignal.SampleRate;

        private readonly double[] _least;

        public Baseline(IReadOnlyList<PacketArrival> arrivals)
        {
            _least = new double[(arrivals[^1].Position / BucketSamples) + 1];
            _least.AsSpan().Fill(double.PositiveInfinity);
            foreach (var arrival in arrivals)
            {
                ref var least = ref _least[arrival.Position / BucketSamples];
                least = Math.Min(least, arrival.ArrivedAt - ((double)arrival.Position / TestSignal.SampleRate));
            }
        }

        public double At(int place)
        {
            var bucket = Math.Clamp(place / BucketSamples, 0, _least.Length - 1);
            for (var reach = (int)BaselineSeconds; ; reach *= 2)
            {
                var least = double.PositiveInfinity;
                for (var i = Math.Max(bucket - reach, 0); i <= Math.Min(bucket + reach, _least.Length - 1); i++)
                {
                    least = Math.Min(least, _least[i]);
                }

                // There is one packet at least: a reach that is wide enough finds it.
                if (!double.IsPositiveInfinity(least))
                {
                    return least;
                }
            }
        }
    }
}
