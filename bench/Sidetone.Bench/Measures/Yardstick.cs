using System.Diagnostics;
using System.Text.Json;
using Sidetone.Bench.Load;

namespace Sidetone.Bench.Measures;

/// <summary>How fast this machine is right now: every token of the same batches, read by the platform's JSON reader.</summary>
internal static class Yardstick
{
    public static double MegabytesPerSecond(TemplateCall[] templates)
    {
        var best = 0.0;
        for (var pass = 0; pass < 5; pass++)
        {
            var bytes = 0L;
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(300))
            {
                foreach (var call in templates)
                {
                    for (var sequence = 0; sequence < call.Count; sequence++)
                    {
                        bytes += ReadAll(call[sequence].Span);
                    }
                }
            }

            best = Math.Max(best, bytes / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e6);
        }

        return best;
    }

    private static long ReadAll(ReadOnlySpan<byte> batch)
    {
        var reader = new Utf8JsonReader(batch);
        while (reader.Read()) { }
        return reader.BytesConsumed;
    }
}
