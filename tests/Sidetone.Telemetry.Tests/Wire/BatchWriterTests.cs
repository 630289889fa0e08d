using Sidetone.Telemetry.Tests.Cases;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Tests.Wire;

public sealed class BatchWriterTests
{
    [Fact]
    public void What_was_written_is_read_as_the_same_batch()
    {
        var reader = new BatchReader();
        for (var seed = 0; seed < 500; seed++)
        {
            var batch = new AnyBatch(seed).Next(sequence: seed);

            var isRead = reader.TryRead(BatchWriter.ToUtf8(batch), out var read, out var problem);

            Assert.True(isRead, $"Seed {seed}: {problem}");
            Assert.True(Shown.Of(batch) == Shown.Of(read!), $"Seed {seed}:\n{Shown.Of(batch)}\n{Shown.Of(read!)}");
            reader.Recycle(read!);
        }
    }

    [Fact]
    public void A_key_is_written_where_it_is_found_again()
    {
        var batch = new AnyBatch(1).Next();

        Assert.Equal("k-1", BatchReader.FindKey(BatchWriter.ToUtf8(batch, key: "k-1")));
        Assert.Null(BatchReader.FindKey(BatchWriter.ToUtf8(batch)));
    }
}
