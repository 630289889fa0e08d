using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Tests.Cases;

namespace Sidetone.Telemetry.Tests.Packing;

public sealed class SessionAssemblerTests
{
    [Fact]
    public void Batches_become_sessions_by_id_with_rows_and_happenings_in_order_of_their_numbers()
    {
        var sessions = SessionAssembler.Assemble([
            (BatchOf("b", 0, time: 1_000, "hold"), 1),
            (BatchOf("a", 7, time: 500, "resume") with { Facts = new Facts { QueueName = "q" } }, 2),
            (BatchOf("a", 2, time: 900, "hold"), 3),
        ]);

        Assert.Equal(["a", "b"], sessions.Select(session => session.Id));
        Assert.Equal([(2, 3), (7, 2)], sessions[0].Batches.Select(batch => (batch.Sequence, batch.ContentHash)));
        Assert.Equal(["hold", "resume"], sessions[0].Happenings.Select(entry => entry.Happening.Type));
        var track = Assert.Single(sessions[0].Tracks);
        Assert.Equal(
            [(2, 900), (7, 500)],
            Enumerable.Range(0, 2).Select(row => (track.Sequence(row), track.Time(row)))
        );
        Assert.Equal("q", sessions[0].Facts.QueueName);
    }

    [Fact]
    public void Any_order_and_any_repeats_give_the_same_sessions()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var batches = AnyCall.Batches(seed);
            var random = new Random(seed);
            var shuffled = batches.Concat(batches.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(shuffled);

            var expected = Shown.Of(SessionAssembler.Assemble(batches));
            var actual = Shown.Of(SessionAssembler.Assemble(shuffled));

            Assert.True(expected == actual, $"Seed {seed}:\n{expected}\n{actual}");
        }
    }

    [Fact]
    public void Batches_that_come_after_the_close_give_what_all_would_have_given()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var batches = AnyCall.Batches(seed);
            var random = new Random(seed);
            var early = batches.Where(_ => random.Next(2) == 0).ToList();
            var late = batches.Except(early).Concat(early.Take(1)).ToList();

            var expected = Shown.Of(SessionAssembler.Assemble(batches));
            var actual = Shown.Of(SessionAssembler.Merge(SessionAssembler.Assemble(early), late));

            Assert.True(expected == actual, $"Seed {seed}:\n{expected}\n{actual}");
        }
    }

    [Fact]
    public void Of_two_batches_with_one_number_the_smaller_hash_counts_even_when_it_comes_later()
    {
        var larger = (BatchOf("s", 0, time: 1, "larger"), 20L);
        var smaller = (BatchOf("s", 0, time: 2, "smaller"), 10L);

        var together = SessionAssembler.Assemble([larger, smaller]);
        var later = SessionAssembler.Merge(SessionAssembler.Assemble([larger]), [smaller]);

        Assert.Equal("smaller", together.Single().Happenings.Single().Happening.Type);
        Assert.Equal(2, together.Single().Tracks.Single().Time(0));
        Assert.Equal(Shown.Of(together), Shown.Of(later));
    }

    private static Batch BatchOf(string session, long sequence, long time, string happening)
    {
        var track = new Track(new TrackKey("", TrackKind.Machine, 0));
        track.Add(sequence, time);
        return new Batch
        {
            ContactId = "c",
            Agent = "a",
            Session = session,
            Sequence = sequence,
            Tracks = [track],
            Happenings = [new Happening { At = time, Type = happening }],
        };
    }
}
