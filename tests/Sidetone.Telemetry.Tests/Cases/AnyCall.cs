using Sidetone.Telemetry.Packing;

namespace Sidetone.Telemetry.Tests.Cases;

/// <summary>Makes the random batches of a call with up to three sessions, with gaps and senders.</summary>
internal static class AnyCall
{
    public static List<(Batch Batch, long ContentHash)> Batches(int seed)
    {
        var random = new Random(seed);
        var any = new AnyBatch(seed);
        var batches = new List<(Batch, long)>();
        for (var session = random.Next(1, 4); session > 0; session--)
        {
            for (var sequence = 0; sequence < random.Next(1, 6); sequence++)
            {
                var batch = any.Next($"session-{session}", sequence * random.Next(1, 3));
                batch = random.Next(3) == 0 ? batch : batch with { Sender = any.NextSender() };
                BatchCodec.Encode(batch, out var contentHash);
                batches.Add((batch, contentHash));
            }
        }

        return batches;
    }
}
