using Sidetone.Simulation;

namespace Sidetone.Importing;

/// <summary>How long to wait before a request is tried again: longer each time, at random up to the full delay.</summary>
internal sealed class RetryDelays(TimeSpan first, TimeSpan longest, SeededRandom random)
{
    /// <summary>The delay after so many failures in a row, from 1; never shorter than the server asked for.</summary>
    public TimeSpan After(int failures, TimeSpan? asked)
    {
        var ceiling = Math.Min(
            longest.TotalMilliseconds,
            first.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 30) - 1)
        );
        // Full jitter: many senders that were refused together do not come back together.
        var delay = TimeSpan.FromMilliseconds(random.Between(0, ceiling));
        return asked is { } least && least > delay ? least : delay;
    }
}
