namespace Sidetone.Sip.Media.Pacing;

/// <summary>Counts lateness in steps of 0.02 ms up to 40 ms; what is later is in the last step. Owned by the pacing thread.</summary>
internal sealed class PacingHistogram
{
    private const double StepMs = 0.02;

    private readonly int[] _counts = new int[2_000];
    private long _frames;
    private double _maxMs;

    public void Add(double lateMs)
    {
        _counts[(int)Math.Clamp(lateMs / StepMs, 0, _counts.Length - 1)]++;
        _maxMs = Math.Max(_maxMs, lateMs);
        _frames++;
    }

    public PacingError Snapshot() => new(_frames, Quantile(0.5), Quantile(0.99), _maxMs);

    private double Quantile(double share)
    {
        var rest = (long)Math.Ceiling(_frames * share);
        for (var step = 0; step < _counts.Length; step++)
        {
            rest -= _counts[step];
            if (rest <= 0)
            {
                return Math.Min((step + 1) * StepMs, _maxMs);
            }
        }

        return _maxMs;
    }
}
