using Sidetone.Storage.Log;
using static Sidetone.Storage.Tests.Log.Entries;

namespace Sidetone.Storage.Tests.Log;

public abstract class ClosingSuite(Func<TestStore> create) : LogSuite(create)
{
    [Fact]
    public async Task A_closed_call_leaves_the_log_and_is_not_due_again()
    {
        var claim = await ClaimEndedAsync();
        await CloseAsync(claim);
        await Store.AdvanceAsync(TimeSpan.FromDays(1));
        await AcceptForAsync(Options.Silence);

        Assert.Empty((await Log.ReadAsync(claim.Call, Stop)).Entries);
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task Closing_fails_when_the_log_grew_since_it_was_read_and_works_when_it_is_read_again()
    {
        var claim = await ClaimEndedAsync();
        var read = await Log.ReadAsync(claim.Call, Stop);
        await AppendAsync(Batch(9, "straggler"));

        Assert.False(await TryCloseAsync(claim, read.LastPosition));
        Assert.Equal(3, (await Log.ReadAsync(claim.Call, Stop)).Entries.Count);
        await CloseAsync(claim);
    }

    [Fact]
    public async Task A_change_that_fails_after_closing_leaves_the_call_open()
    {
        var claim = await ClaimEndedAsync();

        await Assert.ThrowsAsync<InvalidDataException>(() =>
            Database.WriteAsync<bool>(
                async (transaction, stop) =>
                {
                    Assert.True(await Log.TryCloseAsync(transaction, claim, 2, stop));
                    throw new InvalidDataException("The summary failed.");
                },
                Stop
            )
        );

        Assert.Equal(2, (await Log.ReadAsync(claim.Call, Stop)).Entries.Count);
        await CloseAsync(claim);
    }

    [Fact]
    public async Task A_claimed_call_is_nobody_elses_until_the_lease_is_over()
    {
        var claim = await ClaimEndedAsync();
        await Store.AdvanceAsync(Lease - Instant);
        Assert.Empty(await ClaimAsync("b"));

        await Store.AdvanceAsync(Instant);
        var again = Assert.Single(await ClaimAsync("b"));
        Assert.Equal(("b", claim.Call), (again.Owner, again.Call));
        Assert.NotEqual(claim.Token, again.Token);
    }

    [Fact]
    public async Task A_silent_call_that_was_claimed_is_nobody_elses_until_the_lease_is_over()
    {
        await AppendAsync(Batch(0));
        await AcceptForAsync(Options.Silence);
        Assert.Single(await ClaimAsync("a"));
        Assert.Empty(await ClaimAsync("b"));

        await Store.AdvanceAsync(Lease);
        Assert.Equal(DueReason.Silence, Assert.Single(await ClaimAsync("b")).Reason);
    }

    [Fact]
    public async Task Whoever_lost_the_claim_cannot_close()
    {
        var lost = await ClaimEndedAsync();
        await Store.AdvanceAsync(Lease);
        var held = Assert.Single(await ClaimAsync("b"));

        Assert.False(await TryCloseAsync(lost, 2));
        Assert.Equal(2, (await Log.ReadAsync(lost.Call, Stop)).Entries.Count);
        Assert.True(await TryCloseAsync(held, 2));
        Assert.False(await TryCloseAsync(held, 0));
    }

    [Fact]
    public async Task A_claim_whose_lease_is_over_still_closes_when_nobody_took_it()
    {
        var claim = await ClaimEndedAsync();
        await Store.AdvanceAsync(Lease * 2);

        await CloseAsync(claim);
    }

    [Fact]
    public async Task A_claim_given_back_is_due_again_after_the_delay_and_closes_nothing_any_more()
    {
        var claim = await ClaimEndedAsync();
        await Log.ReleaseAsync(claim, TimeSpan.FromSeconds(5), Stop);

        Assert.False(await TryCloseAsync(claim, 2));
        await Store.AdvanceAsync(TimeSpan.FromSeconds(5) - Instant);
        Assert.Empty(await ClaimAsync());
        await Store.AdvanceAsync(Instant);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Claims_of_a_process_that_is_gone_are_ended_all_at_once()
    {
        var claim = await ClaimEndedAsync();

        Assert.Equal(1, await Log.ReleaseAllAsync(Stop));
        Assert.False(await TryCloseAsync(claim, 2));
        await CloseAsync(Assert.Single(await ClaimAsync("b")));
        Assert.Equal(0, await Log.ReleaseAllAsync(Stop));
    }

    [Fact]
    public async Task A_lost_claim_given_back_does_not_take_the_call_from_its_new_owner()
    {
        var lost = await ClaimEndedAsync();
        await Store.AdvanceAsync(Lease);
        var held = Assert.Single(await ClaimAsync("b"));
        await Log.ReleaseAsync(lost, TimeSpan.Zero, Stop);

        Assert.Empty(await ClaimAsync("c"));
        await CloseAsync(held);
    }

    [Fact]
    public async Task Two_owners_at_once_never_get_the_same_call()
    {
        const int Calls = 60;
        for (var i = 0; i < Calls; i++)
        {
            await AppendAsync(Ended(0, last: 0, $"s{i}", $"contact {i}"));
        }

        TelemetryLog[] nodes = [Log, new TelemetryLog(Store.OpenAnotherNode(Database), Options)];
        var claims = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => Task.Run(() => nodes[i % 2].ClaimDueAsync($"{i}", 4, Lease, Stop)))
        );
        var rest = await ClaimAsync();

        var calls = claims.SelectMany(claim => claim).Concat(rest).Select(claim => claim.Call).ToArray();
        Assert.Equal(Calls, calls.Length);
        Assert.Equal(Calls, calls.Distinct().Count());
    }

    [Fact]
    public async Task Batches_that_a_closed_call_holds_are_still_known()
    {
        await CloseAsync(await ClaimEndedAsync());

        Assert.Equal(AppendOutcome.Repeated, await AppendAsync(Batch(0)));
        Assert.Equal(AppendOutcome.Contradicted, await AppendAsync(Batch(0, hash: 8)));
        Assert.Equal(AppendOutcome.Repeated, await AppendAsync(Ended(1, last: 1)));
        Assert.Equal(AppendOutcome.SessionOfAnotherCall, await AppendAsync(Batch(0, "s", "another")));
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task A_new_batch_of_a_closed_call_is_kept_and_makes_late_work()
    {
        await CloseAsync(await ClaimEndedAsync());

        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(Batch(2)));
        Assert.Equal(AppendOutcome.Repeated, await AppendAsync(Batch(2)));
        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(Batch(0, "new session")));

        var claim = Assert.Single(await ClaimAsync());
        Assert.Equal((true, DueReason.Late, "contact"), (claim.Late, claim.Reason, claim.ContactId));
        var late = await Log.ReadAsync(claim.Call, Stop);
        Assert.Equal([("new session", 0L), ("s", 2L)], late.Entries.Select(entry => (entry.Session, entry.Sequence)));
    }

    [Fact]
    public async Task Late_work_is_closed_like_a_call_and_known_afterwards_too()
    {
        await CloseAsync(await ClaimEndedAsync());
        await AppendAsync(Batch(7));
        var late = Assert.Single(await ClaimAsync());
        await AppendAsync(Batch(3));

        Assert.False(await TryCloseAsync(late, 1));
        await CloseAsync(late);
        Assert.Empty((await Log.ReadAsync(late.Call, Stop)).Entries);
        Assert.Empty(await ClaimAsync());
        foreach (var sequence in new long[] { 0, 3, 7 })
        {
            Assert.Equal(AppendOutcome.Repeated, await AppendAsync(Batch(sequence)));
            Assert.Equal(AppendOutcome.Contradicted, await AppendAsync(Batch(sequence, hash: 99)));
        }
    }

    [Fact]
    public async Task What_is_known_of_a_closed_call_is_there_after_a_restart()
    {
        await CloseAsync(await ClaimEndedAsync());
        await AppendAsync(Batch(5));
        await ReopenAsync();

        Assert.Equal(AppendOutcome.Repeated, await AppendAsync(Batch(0)));
        Assert.Equal(DueReason.Late, Assert.Single(await ClaimAsync()).Reason);
    }

    [Fact]
    public async Task Appends_that_race_with_closing_are_in_the_close_or_become_late_work()
    {
        for (var round = 0; round < 20; round++)
        {
            var contact = $"contact {round}";
            await AppendAsync(Ended(0, last: 0, $"s{round}", contact));
            var claim = Assert.Single(await ClaimAsync());
            var closing = Task.Run(async () =>
            {
                while (true)
                {
                    var log = await Log.ReadAsync(claim.Call, Stop);
                    if (await TryCloseAsync(claim, log.LastPosition))
                    {
                        return log.Entries.Count;
                    }
                }
            });
            var appends = Enumerable
                .Range(1, 10)
                .Select(i => Task.Run(() => AppendAsync(Batch(i, $"s{round}", contact))))
                .ToArray();
            Assert.All(await Task.WhenAll(appends), outcome => Assert.Equal(AppendOutcome.Accepted, outcome));
            var closed = await closing;

            var late = await Log.ReadAsync(claim.Call, Stop);
            Assert.Equal(11, closed + late.Entries.Count);
            var claims = await ClaimAsync();
            Assert.Equal(late.Entries.Count > 0, claims.Count == 1);
            foreach (var lateClaim in claims)
            {
                await CloseAsync(lateClaim);
            }
        }
    }

    [Fact]
    public async Task A_call_past_its_retention_is_a_tombstone_and_its_batches_are_too_old()
    {
        await CloseAsync(await ClaimEndedAsync());
        var closedBefore = await NowMsAsync() + 1;

        Assert.Equal(0, await Log.PurgeAsync(new Guid("99999999-2222-3333-4444-555555555555"), closedBefore, Stop));
        Assert.Equal(0, await Log.PurgeAsync(Group, closedBefore - 1, Stop));
        Assert.Equal(1, await Log.PurgeAsync(Group, closedBefore, Stop));
        Assert.Equal(0, await Log.PurgeAsync(Group, closedBefore, Stop));

        Assert.Equal(AppendOutcome.TooOld, await AppendAsync(Batch(0)));
        Assert.Equal(AppendOutcome.TooOld, await AppendAsync(Batch(17, "never heard of")));
        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(Batch(0, "s", "another")));
        Assert.Empty((await Log.ReadAsync(Batch(0).Call, Stop)).Entries);
    }

    [Fact]
    public async Task Open_calls_and_late_work_are_not_purged()
    {
        await AppendAsync(Batch(0, "open", "open"));
        await CloseAsync(await ClaimEndedAsync());
        await AppendAsync(Batch(2));

        Assert.Equal(0, await Log.PurgeAsync(Group, long.MaxValue, Stop));
        await CloseAsync(Assert.Single(await ClaimAsync()));
        Assert.Equal(1, await Log.PurgeAsync(Group, long.MaxValue, Stop));
        Assert.Equal(AppendOutcome.Accepted, await AppendAsync(Batch(1, "open", "open")));
    }

    private async Task<CallClaim> ClaimEndedAsync()
    {
        await AppendAsync(Batch(0));
        await AppendAsync(Ended(1, last: 1));
        return Assert.Single(await ClaimAsync("a"));
    }
}
