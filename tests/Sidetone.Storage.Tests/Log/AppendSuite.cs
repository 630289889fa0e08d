using Sidetone.Storage.Log;
using static Sidetone.Storage.Tests.Log.Entries;

namespace Sidetone.Storage.Tests.Log;

public abstract class AppendSuite(Func<TestStore> create) : LogSuite(create)
{
    [Fact]
    public async Task An_accepted_batch_is_read_back_as_it_was_handed_in()
    {
        var entry = Batch(3, hash: long.MinValue) with { Body = new byte[] { 0, 255, 10 } };

        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(entry));

        var log = await Log.ReadAsync(entry.Call, Stop);
        var stored = Assert.Single(log.Entries);
        Assert.Equal(("s", 3, long.MinValue), (stored.Session, stored.Sequence, stored.ContentHash));
        Assert.Equal([0, 255, 10], stored.Body.ToArray());
        Assert.Equal(1, log.LastPosition);
    }

    [Fact]
    public async Task A_call_that_was_never_heard_of_has_an_empty_log()
    {
        var log = await Log.ReadAsync(CallKey.Of(Group, "nobody", "agent"), Stop);

        Assert.Empty(log.Entries);
        Assert.Equal(0, log.LastPosition);
    }

    [Fact]
    public async Task A_repeated_batch_changes_nothing()
    {
        await AppendAsync(Batch(0, hash: 1));
        Assert.Equal(AppendOutcome.Repeated, await AppendAsync(Batch(0, hash: 1)));

        Assert.Single((await Log.ReadAsync(Batch(0).Call, Stop)).Entries);
    }

    [Fact]
    public async Task Other_content_under_the_same_number_contradicts_and_changes_nothing()
    {
        await AppendAsync(Batch(0, hash: 1));
        Assert.Equal(AppendOutcome.Contradicted, await AppendAsync(Batch(0, hash: 2)));

        Assert.Equal(1, Assert.Single((await Log.ReadAsync(Batch(0).Call, Stop)).Entries).ContentHash);
    }

    [Fact]
    public async Task A_session_of_one_call_cannot_speak_in_another_and_leaves_no_trace_of_it()
    {
        await AppendAsync(Batch(0, session: "s", contact: "one"));
        Assert.Equal(AppendOutcome.SessionOfAnotherCall, await AppendAsync(Batch(0, session: "s", contact: "two")));

        Assert.Empty((await Log.ReadAsync(Batch(0, contact: "two").Call, Stop)).Entries);
        await AcceptForAsync(Options.Silence);
        Assert.Equal("one", Assert.Single(await ClaimAsync()).ContactId);
    }

    [Fact]
    public async Task Two_groups_may_use_the_same_session_id_and_contact()
    {
        var other = new Guid("99999999-2222-3333-4444-555555555555");

        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(Batch(0, hash: 1)));
        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(Batch(0, hash: 2, group: other)));
    }

    [Fact]
    public async Task Outcomes_stand_in_the_order_of_entries_also_when_a_key_comes_twice()
    {
        await AppendAsync(Batch(5, hash: 50));

        var outcomes = await Log.AppendAsync(
            [
                Batch(0, hash: 1),
                Batch(0, hash: 1),
                Batch(0, hash: 2),
                Batch(5, hash: 51),
                Batch(5, hash: 50),
                Batch(0, session: "s", contact: "other"),
                Batch(0, session: "t", contact: "other"),
            ],
            Stop
        );

        Assert.Equal(
            [
                AppendOutcome.Accepted,
                AppendOutcome.Repeated,
                AppendOutcome.Contradicted,
                AppendOutcome.Contradicted,
                AppendOutcome.Repeated,
                AppendOutcome.SessionOfAnotherCall,
                AppendOutcome.Accepted,
            ],
            outcomes
        );
    }

    [Fact]
    public async Task A_new_session_that_two_calls_claim_in_one_append_is_the_first_ones()
    {
        var outcomes = await Log.AppendAsync([Batch(0, "s", "one"), Batch(1, "s", "two"), Batch(2, "s", "one")], Stop);

        Assert.Equal([AppendOutcome.Accepted, AppendOutcome.SessionOfAnotherCall, AppendOutcome.Accepted], outcomes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(LogEntry.SequenceMax + 1)]
    public async Task A_number_out_of_range_is_refused_with_everything_that_came_with_it(long sequence)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Log.AppendAsync([Batch(0), Batch(sequence)], Stop));

        Assert.Empty((await Log.ReadAsync(Batch(0).Call, Stop)).Entries);
    }

    [Fact]
    public async Task The_highest_number_of_one_session_does_not_touch_the_next()
    {
        await AppendAsync(Batch(LogEntry.SequenceMax, "s"));
        await AppendAsync(Batch(0, "t"));

        var log = await Log.ReadAsync(Batch(0).Call, Stop);
        Assert.Equal([("s", LogEntry.SequenceMax), ("t", 0L)], log.Entries.Select(e => (e.Session, e.Sequence)));
    }

    [Fact]
    public async Task Entries_come_back_by_session_and_number_whatever_order_they_came_in()
    {
        string[] sessions = ["b", "a", "B", "_", "é"];
        var entries = sessions.SelectMany(s => new long[] { 2, 10, 0 }.Select(n => Batch(n, s))).ToArray();
        await Log.AppendAsync(entries, Stop);

        var read = (await Log.ReadAsync(Batch(0).Call, Stop)).Entries.Select(e => (e.Session, e.Sequence));

        Assert.Equal(
            sessions.Order(StringComparer.Ordinal).SelectMany(s => new long[] { 0, 2, 10 }.Select(n => (s, n))),
            read
        );
    }

    [Fact]
    public async Task The_log_is_there_after_a_restart_and_still_knows_repeats()
    {
        await AppendAsync(Batch(0, hash: 1));
        var before = await Log.LastPositionAsync(Stop);
        await ReopenAsync();

        Assert.Equal(before, await Log.LastPositionAsync(Stop));
        Assert.Single((await Log.ReadAsync(Batch(0).Call, Stop)).Entries);
        Assert.Equal(AppendOutcome.Repeated, await AppendAsync(Batch(0, hash: 1)));
        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(Batch(1)));
    }

    [Fact]
    public async Task The_last_position_is_0_in_an_empty_log_and_grows_with_every_entry()
    {
        Assert.Equal(0, await Log.LastPositionAsync(Stop));
        await AppendAsync(Batch(0));
        var first = await Log.LastPositionAsync(Stop);
        await Log.AppendAsync([Batch(1), Batch(2)], Stop);

        Assert.True(first > 0);
        Assert.True(await Log.LastPositionAsync(Stop) >= first + 2);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_exactly_one_of_two_equal_batches_is_new()
    {
        var second = new TelemetryLog(Store.OpenAnotherNode(Database), Options);
        var appends = Enumerable
            .Range(0, 400)
            .Select(i =>
                Task.Run(() =>
                    // Each batch is sent twice, to two nodes, at about the same time; calls and sessions begin here too.
                    (i % 2 == 0 ? Log : second).AppendAsync(
                        [Batch(i / 2 / 20, $"session {i / 2 % 20}", $"contact {i / 2 % 10}")],
                        Stop
                    )
                )
            );

        var outcomes = (await Task.WhenAll(appends)).SelectMany(outcome => outcome).ToArray();

        Assert.Equal(200, outcomes.Count(outcome => outcome == AppendOutcome.Accepted));
        Assert.Equal(200, outcomes.Count(outcome => outcome == AppendOutcome.Repeated));
        for (var call = 0; call < 10; call++)
        {
            Assert.Equal(20, (await Log.ReadAsync(Batch(0, contact: $"contact {call}").Call, Stop)).LastPosition);
        }
    }
}
