namespace Sidetone.Sip.Media.Buffering;

/// <summary>
/// The least or the greatest value of the last while, in eight buckets of time: old values leave a bucket at a time, so that a
/// drifting clock or another route is followed.
/// </summary>
internal struct SlidingExtreme
{
    private const int Buckets = 8;

    private readonly double _bucketMs;
    private readonly bool _isLeast;
    private readonly double[] _values;
    private long _bucket;

    public SlidingExtreme(TimeSpan window, bool isLeast)
    {
        _bucketMs = window.TotalMilliseconds / Buckets;
        _isLeast = isLeast;
        _values = new double[Buckets];
        _bucket = long.MinValue;
        _values.AsSpan().Fill(double.NaN);
    }

    /// <summary>The extreme; NaN before the first value.</summary>
    public double Value { get; private set; } = double.NaN;

    public void Add(double atMs, double value)
    {
        var bucket = (long)Math.Floor(atMs / _bucketMs);
        if (bucket > _bucket)
        {
            var steps = _bucket == long.MinValue ? Buckets : Math.Min(bucket - _bucket, Buckets);
            for (var i = 0; i < steps; i++)
            {
                _values[(bucket - i) & (Buckets - 1)] = double.NaN;
            }

            _bucket = bucket;
        }

        ref var held = ref _values[_bucket & (Buckets - 1)];
        held = Choose(held, value);
        Value = double.NaN;
        foreach (var other in _values)
        {
            Value = Choose(Value, other);
        }
    }

    public void Clear()
    {
        _values.AsSpan().Fill(double.NaN);
        Value = double.NaN;
    }

    private readonly double Choose(double left, double right) =>
        double.IsNaN(left) ? right
        : double.IsNaN(right) ? left
        : _isLeast ? Math.Min(left, right)
        : Math.Max(left, right);
}
