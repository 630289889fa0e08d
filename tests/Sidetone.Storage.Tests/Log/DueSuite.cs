using Sidetone.Storage.Log;
using static Sidetone.Storage.Tests.Log.Entries;

namespace Sidetone.Storage.Tests.Log;

public abstract class DueSuite(Func<TestStore> create) : LogSuite(create)
{
    [Fact]
    public async Task A_call_that_goes_on_is_not_due()
    {
        await AppendAsync(Batch(0));

        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task A_call_that_ended_with_nothing_missing_is_due_at_once_and_says_so()
    {
        await AppendAsync(Batch(0));
        var told = Database.WaitAsync(TelemetryLog.DueChannel, TimeSpan.FromHours(1), Stop);
        await AppendAsync(Ended(1, last: 1));

        Assert.True(await told);
        var claim = Assert.Single(await ClaimAsync("node"));
        Assert.Equal(
            (Batch(0).Call, Group, "contact", "agent", "node", false, DueReason.Ended),
            (claim.Call, claim.Group, claim.ContactId, claim.Agent, claim.Owner, claim.Late, claim.Reason)
        );
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(0, 2, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 1, 0)]
    public async Task The_order_of_arrival_does_not_matter_to_when_a_call_is_due(int first, int second, int third)
    {
        LogEntry[] entries = [Batch(0), Batch(1), Ended(2, last: 2)];

        await AppendAsync(entries[first]);
        await AppendAsync(entries[second]);
        Assert.Empty(await ClaimAsync());
        await AppendAsync(entries[third]);

        Assert.Equal(DueReason.Ended, Assert.Single(await ClaimAsync()).Reason);
    }

    [Fact]
    public async Task A_repeat_of_the_end_does_not_fill_a_gap()
    {
        await AppendAsync(Ended(1, last: 1));
        await AppendAsync(Ended(1, last: 1));

        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task A_call_that_ended_with_gaps_waits_for_them_and_no_longer_than_the_wait_from_the_end()
    {
        await AppendAsync(Ended(3, last: 3));
        await Store.AdvanceAsync(Options.GapWait / 2);
        await AppendAsync(Batch(0)); // Not the last gap: it neither closes the call nor prolongs the wait.
        await Store.AdvanceAsync((Options.GapWait / 2) - Instant);
        Assert.Empty(await ClaimAsync());

        await Store.AdvanceAsync(Instant);
        Assert.Equal(DueReason.Ended, Assert.Single(await ClaimAsync()).Reason);
    }

    [Fact]
    public async Task An_end_that_cannot_know_its_last_number_waits_like_one_with_gaps()
    {
        await AppendAsync(Ended(0, last: null));
        Assert.Empty(await ClaimAsync());

        await Store.AdvanceAsync(Options.GapWait);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task What_only_the_platform_said_waits_and_a_page_that_confirms_it_ends_the_wait()
    {
        await AppendAsync(PlatformEnded("confirmed"));
        await AppendAsync(PlatformEnded("alone"));
        await AppendAsync(Batch(0, "s", "confirmed"));
        Assert.Empty(await ClaimAsync());

        await AppendAsync(Ended(1, last: 1, "s", "confirmed"));
        var confirmed = Assert.Single(await ClaimAsync());
        Assert.Equal("confirmed", confirmed.ContactId);
        await CloseAsync(confirmed);

        await Store.AdvanceAsync(Options.GapWait);
        Assert.Equal("alone", Assert.Single(await ClaimAsync()).ContactId);
    }

    [Fact]
    public async Task A_platform_session_that_says_nothing_of_the_end_does_not_hold_a_page_up()
    {
        await AppendAsync(Batch(0, "platform") with { FromPlatform = true });
        await AppendAsync(Ended(0, last: 0));

        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Another_session_that_is_still_open_delays_the_end_by_the_wait_at_most()
    {
        await AppendAsync(Batch(0, "reloaded"));
        await AppendAsync(Ended(0, last: 0, "s"));
        Assert.Empty(await ClaimAsync());

        await Store.AdvanceAsync(Options.GapWait);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task The_last_session_that_ends_completely_makes_the_call_due_at_once()
    {
        await AppendAsync(Batch(0, "one"));
        await AppendAsync(Ended(0, last: 0, "two"));
        Assert.Empty(await ClaimAsync());

        await AppendAsync(Ended(1, last: 1, "one"));
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Silence_makes_a_call_due()
    {
        await AppendAsync(Batch(0));
        await AcceptForAsync(Options.Silence - TimeSpan.FromSeconds(5));
        Assert.Empty(await ClaimAsync());

        await AcceptForAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(DueReason.Silence, Assert.Single(await ClaimAsync()).Reason);
    }

    [Fact]
    public async Task A_batch_that_comes_meanwhile_starts_the_silence_again()
    {
        await AppendAsync(Batch(0));
        await AcceptForAsync(Options.Silence / 2);
        await AppendAsync(Batch(1));
        await AcceptForAsync(Options.Silence / 2);
        Assert.Empty(await ClaimAsync());

        await AcceptForAsync((Options.Silence / 2) - TimeSpan.FromSeconds(5));
        Assert.Empty(await ClaimAsync());
        await AcceptForAsync(TimeSpan.FromSeconds(5));
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Time_in_which_nothing_was_accepted_is_not_silence()
    {
        await AppendAsync(Batch(0));
        await AcceptForAsync(TimeSpan.FromSeconds(10));
        await Store.AdvanceAsync(TimeSpan.FromHours(9));
        await ReopenAsync();
        await Store.HoldClockAsync(Database);
        await Log.TickAsync(Stop);
        Assert.Empty(await ClaimAsync());

        // Ten seconds before the night, at most the cap for the night itself, and the rest after it.
        await AcceptForAsync(Options.Silence - TimeSpan.FromSeconds(15) - Options.TickCap);
        Assert.Empty(await ClaimAsync());
        await AcceptForAsync(TimeSpan.FromSeconds(15));
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task At_most_as_many_as_asked_for_are_claimed_and_the_rest_next_time()
    {
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(Ended(0, last: 0, $"s{i}", $"contact {i}"));
        }

        var first = await ClaimAsync(max: 3);
        var second = await ClaimAsync(max: 3);

        Assert.Equal((3, 2), (first.Count, second.Count));
        Assert.Equal(5, first.Concat(second).Select(claim => claim.Call).Distinct().Count());
    }
}
