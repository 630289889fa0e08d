using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Tests.Cases;

namespace Sidetone.Telemetry.Tests.Packing;

public sealed class BatchCodecTests
{
    [Fact]
    public void What_was_encoded_is_decoded_as_the_same_batch()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var any = new AnyBatch(seed);
            var batch = any.Next(sequence: seed);
            batch = seed % 2 == 0 ? batch : batch with { Sender = any.NextSender() };

            var decoded = BatchCodec.Decode(BatchCodec.Encode(batch));

            Assert.True(Shown.Of(batch) == Shown.Of(decoded), $"Seed {seed}:\n{Shown.Of(batch)}\n{Shown.Of(decoded)}");
        }
    }

    [Fact]
    public void Every_number_survives_even_where_differences_wrap_around()
    {
        var track = new Track(new TrackKey("", TrackKind.Machine, 0));
        long[] values = [long.MaxValue, long.MinValue + 1, 0, -1, Track.Missing, long.MaxValue, long.MinValue + 1, 5];
        foreach (var value in values)
        {
            var row = track.Add(long.MaxValue, value);
            track[row, 0] = value;
            track[row, 1] = unchecked(value * 3);
        }

        var batch = new Batch
        {
            ContactId = "c",
            Agent = "",
            Session = "s",
            Sequence = 1,
            Tracks = [track],
        };

        Assert.Equal(Shown.Of(batch), Shown.Of(BatchCodec.Decode(BatchCodec.Encode(batch))));
    }

    [Fact]
    public void The_content_hash_is_that_of_all_but_the_sender()
    {
        var any = new AnyBatch(7);
        var batch = any.Next();

        BatchCodec.Encode(batch, out var hash);
        BatchCodec.Encode(batch with { Sender = any.NextSender() }, out var elsewhere);
        BatchCodec.Encode(batch with { Agent = "another" }, out var other);

        Assert.Equal(hash, elsewhere);
        Assert.NotEqual(hash, other);
    }

    [Fact]
    public void A_cut_record_is_refused()
    {
        var record = BatchCodec.Encode(new AnyBatch(3).Next());

        for (var length = 0; length < record.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => BatchCodec.Decode(record.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_longer_record_and_one_of_another_version_are_refused()
    {
        var record = BatchCodec.Encode(new AnyBatch(3).Next());

        Assert.Throws<InvalidDataException>(() => BatchCodec.Decode([.. record, 0]));
        Assert.Throws<InvalidDataException>(() => BatchCodec.Decode([2, .. record.AsSpan(1)]));
    }

    [Fact]
    public void A_damaged_record_gives_another_batch_or_is_refused_and_nothing_else()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var record = BatchCodec.Encode(new AnyBatch(seed).Next());
            for (var damage = 0; damage < 20; damage++)
            {
                var damaged = record.ToArray();
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    BatchCodec.Decode(damaged);
                }
                catch (InvalidDataException)
                {
                    // It was seen.
                }

                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(
                    allocated < 100_000_000,
                    $"Seed {seed}: {allocated} bytes for a record of {record.Length}."
                );
            }
        }
    }
}
