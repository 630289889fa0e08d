using System.Text.Json;
using Sidetone.Bench.Load;

namespace Sidetone.Bench.Measures;

/// <summary>How fast this machine is right now: every token of the same batches, read by the platform's JSON reader.</summary>
internal static class Yardstick
{
    private static readonly TimeSpan s_pass = TimeSpan.FromMilliseconds(200);

    /// <summary>Megabytes per second of processor time, the best of five passes.</summary>
    public static double MegabytesPerSecond(TemplateCall[] templates)
    {
        var best = 0.0;
        for (var pass = 0; pass < 5; pass++)
        {
            var bytes = 0L;
            var started = Environment.CpuUsage.TotalTime;
            while (Environment.CpuUsage.TotalTime - started < s_pass)
            {
                foreach (var call in templates)
                {
                    for (var sequence = 0; sequence < call.Count; sequence++)
                    {
                        bytes += ReadAll(call[sequence].Span);
                    }
                }
            }

            best = Math.Max(best, bytes / (Environment.CpuUsage.TotalTime - started).TotalSeconds / 1e6);
        }

        return best;
    }

    /// <summary>Reads every token; gives the bytes read.</summary>
    public static long ReadAll(ReadOnlySpan<byte> batch)
    {
        var reader = new Utf8JsonReader(batch);
        while (reader.Read()) { }
        return reader.BytesConsumed;
    }
}
