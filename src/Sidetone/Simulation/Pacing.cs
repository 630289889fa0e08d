using System.Runtime.CompilerServices;
using Sidetone.Telemetry;

namespace Sidetone.Simulation;

/// <summary>How fast simulated time runs: times real time, or as fast as it goes.</summary>
internal readonly record struct Speed
{
    /// <summary>As fast as it goes.</summary>
    public static readonly Speed Max = new() { Factor = double.PositiveInfinity };

    /// <summary>As fast as real calls.</summary>
    public static readonly Speed RealTime = new() { Factor = 1 };

    /// <summary>How many seconds of a call pass in one second.</summary>
    public required double Factor { get; init; }

    /// <summary>Reads <c>realtime</c>, <c>max</c> or a factor such as <c>20x</c>.</summary>
    public static bool TryParse(string text, out Speed speed)
    {
        speed = text switch
        {
            "max" => Max,
            "realtime" => RealTime,
            _ => default,
        };
        if (speed.Factor == 0 && text.EndsWith('x'))
        {
            var number = text.AsSpan(0, text.Length - 1);
            var invariant = System.Globalization.CultureInfo.InvariantCulture;
            if (double.TryParse(number, System.Globalization.NumberStyles.Float, invariant, out var factor))
            {
                speed = new Speed { Factor = factor };
            }
        }

        return speed.Factor > 0;
    }

    /// <summary>How long a stretch of simulated time takes.</summary>
    public TimeSpan Takes(TimeSpan simulated) => simulated / Factor;

    /// <summary>
    /// When a run must begin in simulated time so that it ends now-as-it-then-is: nothing is ever sent from the future.
    /// </summary>
    public DateTimeOffset StartFor(TimeSpan length, DateTimeOffset now) =>
        Factor < 1 ? now : now - length + Takes(length);
}

/// <summary>Gives batches out when they are due.</summary>
internal static class Pacing
{
    /// <summary>Waits before each batch until simulated time, running at a speed from the first batch on, has reached it.</summary>
    public static async IAsyncEnumerable<Batch> ApplyAsync(
        IEnumerable<TimedBatch> batches,
        Speed speed,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var began = time.GetTimestamp();
        DateTimeOffset? first = null;
        foreach (var batch in batches)
        {
            first ??= batch.At;
            var wait = speed.Takes(batch.At - first.Value) - time.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
            yield return batch.Batch;
        }
    }
}
