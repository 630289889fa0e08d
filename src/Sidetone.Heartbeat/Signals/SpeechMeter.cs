namespace Sidetone.Heartbeat.Signals;

/// <summary>
/// Holds what was heard against what was said, 10 ms by 10 ms, at the delay of the chirps around it. Where the delay changes from one
/// chirp to the next (a jitter buffer waits longer), the change is put where most of the speech between them is found again.
/// </summary>
internal sealed class SpeechMeter
{
    private const int BlockSamples = 80;
    private const int Blocks = (TestSignal.SpeechEnd - TestSignal.SpeechStart) / BlockSamples;
    private const double LikenessMin = 0.5;
    private const double QuieterMax = 0.1;
    private const double LowestDbfs = -90;

    private const double Period = (double)TestSignal.PeriodSamples / TestSignal.SampleRate;

    private readonly short[] _period = new short[TestSignal.PeriodSamples];
    private readonly float[] _heard;
    private readonly HeardCall _call;
    private readonly SaidSignal _said;
    private readonly TestSignal _signal;
    private readonly double _gain;
    private readonly List<double> _noise = [];
    private double _saidEnergy;
    private double _heardEnergy;
    private int _expected;
    private int _found;

    private SpeechMeter(SaidSignal said, HeardCall call, double gain)
    {
        (_said, _call, _gain) = (said, call, gain);
        _signal = TestSignal.Of(said.Voice);
        _heard = Correlation.ToFloats(call.Played.Span);
    }

    /// <summary>Measures.</summary>
    /// <param name="said">what was said</param>
    /// <param name="call">what was heard</param>
    /// <param name="chirps">where the chirps were found in <see cref="HeardCall.Played"/>; none means that nothing was heard</param>
    public static SpeechFigures Measure(SaidSignal said, HeardCall call, IReadOnlyList<FoundChirp> chirps)
    {
        // Twice: the level of what is alike says how quiet a block may be and still be the speaker's.
        var first = new SpeechMeter(said, call, gain: 0).Run(chirps);
        return first.LevelDifferenceDb is { } level
            ? new SpeechMeter(said, call, Math.Pow(10, level / 20)).Run(chirps)
            : first;
    }

    private SpeechFigures Run(IReadOnlyList<FoundChirp> chirps)
    {
        for (var index = 0; _said.From + (index * Period) < _said.Until; index++)
        {
            _signal.Read((long)index * TestSignal.PeriodSamples, _period);
            if (chirps.Count == 0)
            {
                _expected += CountExpected(index, 0);
                continue;
            }

            var before = Delay(chirps, index, after: false);
            var after = Delay(chirps, index, after: true);
            Split(index, before, after);
            AddNoise(index, after);
        }

        const double BlockSeconds = (double)BlockSamples / TestSignal.SampleRate;
        return new SpeechFigures(
            _expected * BlockSeconds,
            (_expected - _found) * BlockSeconds,
            _saidEnergy <= 0 || _heardEnergy <= 0 ? null : 10 * Math.Log10(_heardEnergy / _saidEnergy),
            _noise.Count == 0 ? null : Median.Of(_noise)
        );
    }

    private void Split(int index, double before, double after)
    {
        Span<bool> early = stackalloc bool[Blocks];
        Span<bool> late = stackalloc bool[Blocks];
        for (var block = 0; block < Blocks; block++)
        {
            early[block] = IsHeard(index, block, before);
            late[block] = IsHeard(index, block, after);
        }

        // All blocks before the change at the one delay, all after it at the other.
        var count = 0;
        foreach (var isHeard in late)
        {
            count += isHeard ? 1 : 0;
        }

        var (best, change) = (count, 0);
        for (var block = 0; block < Blocks; block++)
        {
            count += (early[block] ? 1 : 0) - (late[block] ? 1 : 0);
            if (count > best)
            {
                (best, change) = (count, block + 1);
            }
        }

        for (var block = 0; block < Blocks; block++)
        {
            Add(index, block, block < change ? before : after, block < change ? early[block] : late[block]);
        }
    }

    private void Add(int index, int block, double delay, bool isHeard)
    {
        if (Heard(index, block, delay, out var said) is not { } heard)
        {
            return;
        }

        _expected++;
        if (isHeard)
        {
            _found++;
            _saidEnergy += Correlation.Energy(said);
            _heardEnergy += Correlation.Energy(heard);
        }
    }

    private int CountExpected(int index, double delay)
    {
        var count = 0;
        for (var block = 0; block < Blocks; block++)
        {
            count += Heard(index, block, delay, out _) is null ? 0 : 1;
        }

        return count;
    }

    private bool IsHeard(int index, int block, double delay)
    {
        if (Heard(index, block, delay, out var said) is not { } heard)
        {
            return false;
        }

        var isLoud = Correlation.Energy(heard) >= QuieterMax * QuieterMax * _gain * _gain * Correlation.Energy(said);
        return isLoud && Correlation.At(said, heard) >= LikenessMin;
    }

    /// <summary>The block as it was heard; null when it was not said to its end, or lies outside of what was listened to.</summary>
    private float[]? Heard(int index, int block, double delay, out float[] said)
    {
        var start = TestSignal.SpeechStart + (block * BlockSamples);
        var saidAt = _said.From + (index * Period) + ((double)start / TestSignal.SampleRate);
        said = Correlation.ToFloats(_period.AsSpan(start, BlockSamples));
        var place = PlaceOf(saidAt + delay);
        var isSaid = saidAt + ((double)BlockSamples / TestSignal.SampleRate) <= _said.Until;
        return isSaid && place >= 0 && place + BlockSamples <= _heard.Length
            ? _heard.AsSpan((int)place, BlockSamples).ToArray()
            : null;
    }

    private void AddNoise(int index, double delay)
    {
        const int Middle = 320;
        var start = (TestSignal.SpeechEnd + TestSignal.PeriodSamples - Middle) / 2;
        var saidAt = _said.From + (index * Period) + ((double)start / TestSignal.SampleRate);
        var place = PlaceOf(saidAt + delay);
        if (place >= 0 && place + Middle <= _heard.Length && saidAt + 0.1 <= _said.Until)
        {
            var pause = _heard.AsSpan((int)place, Middle);
            _noise.Add(Decibels.OfEnergy(Correlation.Energy(pause) / Middle, LowestDbfs));
        }
    }

    private long PlaceOf(double at) => (long)Math.Round((at - _call.PlayedFrom) * TestSignal.SampleRate);

    /// <summary>The delay of the nearest chirp at or before a period's beginning, or after its end.</summary>
    private static double Delay(IReadOnlyList<FoundChirp> chirps, int index, bool after)
    {
        FoundChirp? found = null;
        foreach (var chirp in chirps)
        {
            if (after ? chirp.Index > index && found is null : chirp.Index <= index)
            {
                found = chirp;
            }
        }

        return found?.Delay ?? (after ? chirps[^1].Delay : chirps[0].Delay);
    }
}
