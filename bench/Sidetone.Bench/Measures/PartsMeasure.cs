using Sidetone.Bench.Load;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Bench.Measures;

/// <summary>What the functions on intake's way cost alone, in processor time per batch, on one thread.</summary>
internal static class PartsMeasure
{
    private static readonly TimeSpan s_pass = TimeSpan.FromMilliseconds(300);

    public static void Run()
    {
        var bodies = TemplateCall
            .Simulate(16, 30)
            .SelectMany(call => Enumerable.Range(0, call.Count).Select(sequence => call[sequence].ToArray()))
            .ToArray();
        var reader = new BatchReader();
        var batches = bodies.Select(body => Read(new BatchReader(), body)).ToArray();
        var records = batches.Select(BatchCodec.Encode).ToArray();
        Console.WriteLine(
            $"parts, per batch of {bodies.Average(body => body.Length):N0} bytes, {records.Average(record => record.Length):N0} "
                + $"packed: tokens {Micros(bodies, static body => Yardstick.ReadAll(body)):N1} us, reading "
                + $"{Micros(bodies, body => reader.Recycle(Read(reader, body))):N1} us, packing "
                + $"{Micros(batches, static batch => BatchCodec.Encode(batch)):N1} us, unpacking "
                + $"{Micros(records, static record => BatchCodec.Decode(record)):N1} us of CPU"
        );
    }

    private static Batch Read(BatchReader reader, byte[] body) =>
        reader.TryRead(body, out var batch, out var problem)
            ? batch
            : throw new InvalidOperationException($"BUG: a simulated batch is refused: {problem.Reason}");

    // The best of several passes: what other programs take from the caches only ever adds.
    private static double Micros<T>(T[] items, Action<T> work)
    {
        var best = double.MaxValue;
        for (var pass = 0; pass < 6; pass++)
        {
            var count = 0L;
            var started = Environment.CpuUsage.TotalTime;
            TimeSpan took;
            do
            {
                foreach (var item in items)
                {
                    work(item);
                }

                count += items.Length;
                took = Environment.CpuUsage.TotalTime - started;
            } while (took < s_pass);

            best = Math.Min(best, took.TotalMicroseconds / count);
        }

        return best;
    }
}
