namespace Sidetone.Groups;

/// <summary>How much of its rate limit a key has left: a token bucket.</summary>
internal sealed class Allowance(TimeProvider time)
{
    private readonly Lock _gate = new(); // Guards _left and _filledAt.
    private double _left = double.NaN;
    private long _filledAt;

    /// <summary>Takes one; when there is none, says after how long there will be.</summary>
    public bool TryTake(RateLimit limit, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (limit.BatchesPerSecond == 0)
        {
            return true;
        }

        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = double.IsNaN(_left)
                ? limit.Burst
                : Math.Min(
                    limit.Burst,
                    _left + (time.GetElapsedTime(_filledAt, now).TotalSeconds * limit.BatchesPerSecond)
                );
            _filledAt = now;
            if (_left >= 1)
            {
                _left -= 1;
                return true;
            }

            retryAfter = TimeSpan.FromSeconds((1 - _left) / limit.BatchesPerSecond);
            return false;
        }
    }
}
