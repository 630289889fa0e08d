using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Tests.Cases;

namespace Sidetone.Telemetry.Tests.Packing;

public sealed class BatchSplitterTests
{
    private static readonly Batch Whole = UsualBatch.Of(25) with
    {
        Facts = new Facts { QueueName = "q" },
        Happenings =
        [
            new Happening { At = BelievableCall.Start - 5_000, Type = HappeningType.Connecting },
            new Happening { At = BelievableCall.Start + 12_500, Type = HappeningType.Hold },
            new Happening
            {
                At = BelievableCall.Start + 90_000,
                Type = HappeningType.Ended,
                EndedBy = "Agent",
            },
        ],
    };

    [Fact]
    public void Batches_hold_so_many_samples_each_and_are_numbered_from_0()
    {
        var batches = BatchSplitter.Split(Whole, samplesPerBatch: 10);

        Assert.Equal([0, 1, 2], batches.Select(batch => batch.Sequence));
        Assert.Equal([10, 10, 5], batches.Select(batch => batch.Tracks[0].Count));
        Assert.All(batches, batch => Assert.Equal(batch.Sequence, batch.Tracks[^1].Sequence(0)));
    }

    [Fact]
    public void Facts_stand_in_the_first_and_happenings_where_their_time_falls()
    {
        var batches = BatchSplitter.Split(Whole, samplesPerBatch: 10);

        Assert.Equal(["q", null, null], batches.Select(batch => batch.Facts?.QueueName));
        Assert.Equal(["connecting", "hold", "ended"], batches.Select(batch => Assert.Single(batch.Happenings).Type));
    }

    [Fact]
    public void Events_of_headsets_stand_where_their_time_falls_and_a_silent_headset_is_named_once()
    {
        var told = new HeadsetReport
        {
            Device = new HeadsetDevice { Name = "J" },
            Events =
            [
                new HeadsetEvent { At = BelievableCall.Start + 21_000, Type = HeadsetEventType.VolumeUp },
                new HeadsetEvent { At = BelievableCall.Start - 1, Type = HeadsetEventType.Attached },
            ],
        };
        var silent = new HeadsetReport { Device = new HeadsetDevice { Name = "P" } };

        var batches = BatchSplitter.Split(Whole with { Headset = [told, silent] }, samplesPerBatch: 10);

        Assert.Equal(["J attached", "P "], batches[0].Headset.Select(Spelt));
        Assert.Empty(batches[1].Headset);
        Assert.Equal(["J volumeUp"], batches[2].Headset.Select(Spelt));

        static string Spelt(HeadsetReport report) =>
            $"{report.Device.Name} {string.Join(' ', report.Events.Select(each => each.Type))}";
    }

    [Fact]
    public void The_end_stands_in_the_last_with_its_number()
    {
        var end = BatchSplitter.Split(Whole, samplesPerBatch: 10)[^1].Happenings[^1];

        Assert.Equal((HappeningType.Ended, "Agent", 2), (end.Type, end.EndedBy, end.LastSequence));
    }

    [Fact]
    public void A_recording_that_does_not_say_that_it_ended_ends_at_its_last_time()
    {
        var whole = Whole with { Happenings = [] };

        var end = Assert.Single(BatchSplitter.Split(whole, samplesPerBatch: 100).Single().Happenings);

        Assert.Equal((HappeningType.Ended, 0), (end.Type, end.LastSequence));
        Assert.Equal(whole.Tracks.Max(track => track.Time(track.Count - 1)), end.At);
    }

    [Fact]
    public void Put_together_again_the_batches_have_every_row_of_the_whole()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var whole = new AnyBatch(seed).Next();
            var batches = BatchSplitter.Split(whole, samplesPerBatch: 1 + (seed % 7));
            var session = SessionAssembler.Assemble(batches.Select(batch => (batch, 0L))).Single();

            Assert.Equal(RowsOf(whole.Tracks), RowsOf(session.Tracks));
        }
    }

    private static IEnumerable<string> RowsOf(IEnumerable<Track> tracks) =>
        tracks
            .SelectMany(track =>
                Enumerable
                    .Range(0, track.Count)
                    .Select(row =>
                        $"{track.Key} {track.Time(row)} {string.Join(' ', Enumerable.Range(0, track.ColumnCount).Select(column => track[row, column]))}"
                    )
            )
            .Order(StringComparer.Ordinal);
}
