using Sidetone.Storage.Log;
using static Sidetone.Storage.Tests.Log.Entries;

namespace Sidetone.Storage.Tests.Log;

/// <summary>What platform feeds need of the log: the wait for a contact record, patience, and calls that get their agent late.</summary>
public abstract class RecordSuite(Func<TestStore> create) : LogSuite(create)
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(200);

    private static LogEntry Record(string contact = "contact") =>
        Batch(0, $"record {contact}", contact) with
        {
            FromPlatform = true,
            IsContactRecord = true,
        };

    private static LogEntry EndedAndWaiting(long last = 0) => Ended(last, last) with { ContactRecordWait = s_wait };

    [Fact]
    public async Task A_complete_call_waits_for_its_record_and_no_longer_than_the_bound()
    {
        await AppendAsync(EndedAndWaiting());
        await Store.AdvanceAsync(s_wait - Instant);
        Assert.Empty(await ClaimAsync());

        await Store.AdvanceAsync(Instant);
        Assert.Equal(DueReason.Ended, Assert.Single(await ClaimAsync()).Reason);
    }

    [Fact]
    public async Task The_record_ends_the_wait_of_a_complete_call_at_once()
    {
        await AppendAsync(EndedAndWaiting());
        Assert.Empty(await ClaimAsync());

        var told = Database.WaitAsync(TelemetryLog.DueChannel, TimeSpan.FromHours(1), Stop);
        await AppendAsync(Record());
        Assert.True(await told);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task A_record_that_came_before_the_end_is_not_waited_for()
    {
        await AppendAsync(Record());
        await AppendAsync(EndedAndWaiting());

        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task With_its_record_there_a_call_with_gaps_still_waits_for_them_from_the_end()
    {
        await AppendAsync(EndedAndWaiting(last: 3));
        await Store.AdvanceAsync(Options.GapWait / 2);
        await AppendAsync(Record());
        await Store.AdvanceAsync((Options.GapWait / 2) - Instant);
        Assert.Empty(await ClaimAsync());

        await Store.AdvanceAsync(Instant);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Without_a_wait_nothing_is_delayed()
    {
        await AppendAsync(Ended(0, last: 0));

        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task A_call_that_only_the_platform_tells_of_is_not_silent_before_hours()
    {
        await AppendAsync(Batch(0, "platform") with { FromPlatform = true });
        await AcceptForAsync(Options.Silence * 3);
        Assert.Empty(await ClaimAsync());

        await AcceptForAsync(Options.PlatformSilence - (Options.Silence * 3));
        Assert.Equal(DueReason.Silence, Assert.Single(await ClaimAsync()).Reason);
    }

    [Fact]
    public async Task A_page_that_joins_a_platforms_call_makes_silence_count()
    {
        await AppendAsync(Batch(0, "platform") with { FromPlatform = true });
        await AcceptForAsync(Options.Silence * 2);
        Assert.Empty(await ClaimAsync());

        await AppendAsync(Batch(0));
        await AcceptForAsync(Options.Silence);
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task What_was_moved_is_the_other_calls_and_repeats_there_are_repeats()
    {
        var unnamed = Batch(0, "platform", agent: "") with { FromPlatform = true };
        await AppendAsync(unnamed);
        Assert.True(await MoveAsync(unnamed.Call, Batch(0).Call));

        Assert.Empty((await Log.ReadAsync(unnamed.Call, Stop)).Entries);
        Assert.Equal("platform", Assert.Single((await Log.ReadAsync(Batch(0).Call, Stop)).Entries).Session);
        Assert.Equal(["agent"], await Log.AgentsOfAsync(Group, "contact", Stop));
        Assert.Equal(AppendOutcome.SessionOfAnotherCall, await AppendAsync(unnamed));
        Assert.Equal(AppendOutcome.Repeated, await AppendAsync(unnamed with { Call = Batch(0).Call, Agent = "agent" }));
    }

    [Fact]
    public async Task What_is_moved_to_a_closed_call_is_late_work_there()
    {
        await AppendAsync(Ended(0, last: 0));
        await CloseAsync(Assert.Single(await ClaimAsync()));
        var unnamed = Batch(0, "platform", agent: "") with { FromPlatform = true };
        await AppendAsync(unnamed);
        Assert.True(await MoveAsync(unnamed.Call, Batch(0).Call));

        Assert.Equal(DueReason.Late, Assert.Single(await ClaimAsync()).Reason);
    }

    [Fact]
    public async Task An_end_that_is_moved_counts_where_it_arrives()
    {
        var unnamed = Batch(0, "platform", agent: "") with { FromPlatform = true, Ended = true };
        await AppendAsync(unnamed);
        await AppendAsync(Batch(0));
        Assert.True(await MoveAsync(unnamed.Call, Batch(0).Call));
        Assert.Empty(await ClaimAsync());

        await Store.AdvanceAsync(Options.GapWait);
        Assert.Equal(Batch(0).Call, Assert.Single(await ClaimAsync()).Call);
    }

    [Fact]
    public async Task A_claim_of_a_call_that_was_moved_closes_nothing()
    {
        var unnamed = Batch(0, "platform", agent: "") with { FromPlatform = true };
        await AppendAsync(unnamed);
        Assert.True(
            await Database.WriteAsync((transaction, stop) => Log.MakeDueAsync(transaction, unnamed.Call, stop), Stop)
        );
        var claim = Assert.Single(await ClaimAsync());
        await MoveAsync(unnamed.Call, Batch(0).Call);

        Assert.False(await TryCloseAsync(claim, 1));
        Assert.False(await MoveAsync(unnamed.Call, Batch(0).Call));
    }

    [Fact]
    public async Task A_page_may_begin_its_call_while_the_platforms_is_moved_there()
    {
        for (var i = 0; i < 20; i++)
        {
            var contact = $"contact-{i}";
            var unnamed = Batch(0, $"platform-{i}", contact: contact, agent: "") with { FromPlatform = true };
            var page = Batch(0, $"page-{i}", contact: contact);
            await AppendAsync(unnamed);

            await Task.WhenAll(MoveAsync(unnamed.Call, page.Call), AppendAsync(page));

            Assert.Equal(2, (await Log.ReadAsync(page.Call, Stop)).Entries.Count);
        }
    }

    private Task<bool> MoveAsync(CallKey from, CallKey to) =>
        Database.WriteAsync((transaction, stop) => Log.MoveAsync(transaction, from, to, "agent", stop), Stop);
}
