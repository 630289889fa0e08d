using Sidetone.Bus.Log;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Log;

public sealed class BusLogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Events_are_read_in_the_order_of_their_append_page_by_page(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        await rig.AppendAsync(BusRig.Event(1), BusRig.Event(2));
        await rig.AppendAsync(BusRig.Event(3));

        Assert.Equal(["1:{\"n\":1}", "2:{\"n\":2}", "through 2"], await rig.ReadAsync(0, 2));
        Assert.Equal(["3:{\"n\":3}", "through 3"], await rig.ReadAsync(2, 2));
        Assert.Equal(["through 3"], await rig.ReadAsync(3, 2));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_repeat_adds_nothing_and_a_correction_is_added(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        Assert.Equal(1, await rig.AppendAsync(BusRig.Event(1)));
        Assert.Equal(1, await rig.AppendAsync(BusRig.Event(1), BusRig.Event(2)));
        Assert.Equal(1, await rig.AppendAsync(BusRig.Event(1, edition: 2)));

        Assert.Equal(["1:{\"n\":1}", "2:{\"n\":2}", "3:{\"n\":1}", "through 3"], await rig.ReadAsync(0, 10));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_filter_passes_over_other_types_and_goes_on_behind_them(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        await rig.AppendAsync(
            BusRig.Event(1),
            BusRig.Event(2, "InsightsSummary"),
            BusRig.Event(3),
            BusRig.Event(4, "HeadsetSummary"),
            BusRig.Event(5)
        );

        Assert.Equal(
            ["2:{\"n\":2}", "4:{\"n\":4}", "through 5"],
            await rig.ReadAsync(0, 10, "InsightsSummary", "HeadsetSummary")
        );
        Assert.Equal(["2:{\"n\":2}", "through 2"], await rig.ReadAsync(0, 1, "InsightsSummary"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Groups_count_and_read_for_themselves(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        await rig.AppendAsync(
            BusRig.Event(1, group: BusRig.OtherGroup),
            BusRig.Event(2),
            BusRig.Event(3, group: BusRig.OtherGroup)
        );

        Assert.Equal(["1:{\"n\":2}", "through 1"], await rig.ReadAsync(0, 10));
        Assert.Equal(
            new Dictionary<Guid, long> { [BusRig.Group] = 1, [BusRig.OtherGroup] = 2 },
            await rig.Log.HeadsAsync(Stop)
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_transaction_that_fails_leaves_no_event_and_no_gap(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        await rig.AppendAsync(BusRig.Event(1));
        await Assert.ThrowsAsync<TimeoutException>(() =>
            rig.Database.WriteAsync<int>(
                async (transaction, stop) =>
                {
                    await rig.Log.AppendAsync(transaction, [BusRig.Event(2)], stop);
                    throw new TimeoutException();
                },
                Stop
            )
        );
        await rig.AppendAsync(BusRig.Event(3));

        Assert.Equal(["1:{\"n\":1}", "2:{\"n\":3}", "through 2"], await rig.ReadAsync(0, 10));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_reader_that_follows_many_writers_misses_no_event(Engine engine)
    {
        const int Writers = 4;
        const int Each = 20;
        await using var rig = await BusRig.OpenAsync(engine);
        var seen = new List<long>();
        var writing = Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            for (var i = 0; i < Each; i++)
                            {
                                await rig.AppendAsync(BusRig.Event((writer * Each) + i));
                            }
                        },
                        Stop
                    )
                )
        );

        long at = 0;
        while (at < Writers * Each)
        {
            var page = await rig.Log.ReadAfterAsync(BusRig.Group, at, new HashSet<string>(), 7, Stop);
            seen.AddRange(page.Events.Select(logged => logged.Position));
            at = page.Through;
            await Task.Yield();
        }

        await writing;
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(position => (long)position), seen);
    }

    [Fact]
    public async Task On_an_engine_with_many_writers_an_append_waits_for_the_one_before_it_in_its_group_only()
    {
        await using var rig = await BusRig.OpenAsync(Engine.Postgres);
        await rig.AppendAsync(BusRig.Event(100), BusRig.Event(101, group: BusRig.OtherGroup));
        var appended = new TaskCompletionSource();
        var commit = new TaskCompletionSource();
        var first = rig.Database.WriteAsync(
            async (transaction, stop) =>
            {
                await rig.Log.AppendAsync(transaction, [BusRig.Event(1)], stop);
                appended.TrySetResult();
                await commit.Task;
                return 0;
            },
            Stop
        );
        await appended.Task;

        var second = rig.AppendAsync(BusRig.Event(2));
        await rig.AppendAsync(BusRig.Event(3, group: BusRig.OtherGroup));

        Assert.False(second.IsCompleted);
        Assert.Equal(["through 1"], await rig.ReadAsync(1, 10));
        commit.SetResult();
        await first;
        await second;
        Assert.Equal(["2:{\"n\":1}", "3:{\"n\":2}", "through 3"], await rig.ReadAsync(1, 10));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Old_events_are_forgotten_and_their_positions_stay_used(Engine engine)
    {
        await using var rig = await BusRig.OpenAsync(engine);
        await rig.AppendAsync(BusRig.Event(1), BusRig.Event(2));
        await rig.Store.AdvanceAsync(TimeSpan.FromHours(2));
        await rig.AppendAsync(BusRig.Event(3));
        await rig.RoutedAsync(3);

        Assert.Equal(2, await rig.Log.PurgeAsync(TimeSpan.FromHours(1), Stop));
        await rig.AppendAsync(BusRig.Event(4));

        Assert.Equal(["3:{\"n\":3}", "4:{\"n\":4}", "through 4"], await rig.ReadAsync(0, 10));
    }
}
