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
    public void A_record_of_version_1_is_still_read_and_such_a_batch_is_still_written_so()
    {
        // Written by the version that knew no headsets.
        var record = Convert.FromHexString(
            "010401630161017306F3030807537570706F72740100F4B383C5986804686F6C64000100010E02000602048CAC83C59868D00F046464"
                + "010104C03ED00F0101010101010100"
        );

        var batch = BatchCodec.Decode(record);

        Assert.Equal("Support", batch.Facts?.QueueName);
        Assert.Equal(100, Assert.Single(batch.Tracks)[1, Inbound.PacketsReceived]);
        Assert.Empty(batch.Headset);
        Assert.Equal(record, BatchCodec.Encode(batch));
    }

    [Fact]
    public void The_head_of_a_record_is_the_batch_without_samples_headsets_and_sender()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var batch = new AnyBatch(seed).Next();

            var head = BatchCodec.DecodeHead(BatchCodec.Encode(batch));

            Assert.Equal(Shown.Of(batch with { Tracks = [], Headset = [] }), Shown.Of(head));
        }
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
        Assert.Throws<InvalidDataException>(() => BatchCodec.Decode([3, .. record.AsSpan(1)]));
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
