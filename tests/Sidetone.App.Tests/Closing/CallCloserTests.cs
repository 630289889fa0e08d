using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Log;
using Sidetone.Closing;
using Sidetone.Delivery.Outbox;
using Sidetone.Groups;
using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Closing;

/// <summary>One close, with nothing else of a server running, so that a test decides what comes in between.</summary>
public sealed class CallCloserTests : IAsyncLifetime
{
    private readonly string _folder = RunningServer.NewFolder();
    private ServerHost _host = null!;
    private CreatedGroup _group = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new ServerOptions
        {
            DataFolder = _folder,
            Urls = ["http://127.0.0.1:0"],
            Log = new LogOptions { GapWait = TimeSpan.Zero },
        };
        _host = await ServerHost.BuildAsync(options, TimeProvider.System, RunningServer.Stop);
        _group = await Of<GroupStore>()
            .CreateAsync("g", AccountGroup.DefaultAccount, GroupSettings.Default, RunningServer.Stop);
        await Of<KeyRing>().RefreshAsync(RunningServer.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private T Of<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private ITelemetryLog Log => Of<ITelemetryLog>();

    private static IReadOnlyList<Batch> Call() =>
        PlayedCall.Of("c", TimeProvider.System.GetUtcNow().AddMinutes(-10), seconds: 100);

    [Fact]
    public async Task A_batch_that_comes_between_reading_and_committing_is_in_the_summary()
    {
        var batches = Call();
        await AppendAsync(batches.Where(batch => batch.Sequence is not 2));
        await AppendAsync(EndedPage()); // Says that the call ended, whatever is missing.
        var claim = await ClaimAsync();
        var log = new GrowingLog(Log, [batches[2]], AppendAsync);
        Assert.True(await CloserOf(log).CloseAsync(claim, RunningServer.Stop));

        Assert.Equal(2, log.Readings);
        var stored = await Of<ClosedCallStore>().FindAsync(claim.Call, RunningServer.Stop);
        var expected = ExpectedCall.Of(_group.Group, [.. batches, .. EndedPage()]);
        Assert.Equal(expected.Summary, System.Text.Encoding.UTF8.GetString(stored!.Summary));
        Assert.False(stored.ChangedSinceSent);
        Assert.Empty((await Log.ReadAsync(claim.Call, RunningServer.Stop)).Entries);
        Assert.Equal(expected.InsightsSummary is null ? 1 : 2, await EventsAsync());
    }

    [Fact]
    public async Task A_call_whose_log_never_rests_is_left_as_it_was_and_closed_by_a_later_claim()
    {
        var batches = Call();
        await AppendAsync(EndedPage());
        var claim = await ClaimAsync();
        var log = new GrowingLog(Log, batches, AppendAsync);
        Assert.False(await CloserOf(log).CloseAsync(claim, RunningServer.Stop));
        Assert.Null(await Of<ClosedCallStore>().FindAsync(claim.Call, RunningServer.Stop));
        Assert.Equal(0, await EventsAsync());
        Assert.Equal(log.Readings + 1, (await Log.ReadAsync(claim.Call, RunningServer.Stop)).Entries.Count);

        Assert.True(await CloserOf(Log).CloseAsync(await ClaimAsync(), RunningServer.Stop));
        Assert.NotNull(await Of<ClosedCallStore>().FindAsync(claim.Call, RunningServer.Stop));
        Assert.NotEqual(0, await EventsAsync());
    }

    [Fact]
    public async Task Late_batches_of_a_call_that_was_forgotten_meanwhile_make_no_second_call()
    {
        var batches = Call();
        await AppendAsync([.. batches.SkipLast(1), .. EndedPage()]);
        Assert.True(await CloserOf(Log).CloseAsync(await ClaimAsync(), RunningServer.Stop));
        var events = await EventsAsync();
        await AppendAsync([batches[^1]]);
        var claim = await ClaimAsync();
        Assert.True(claim.Late);
        await Of<ClosedCallStore>().PurgeAsync(_group.Group.Id, long.MaxValue, RunningServer.Stop);
        await ForgetEventsAsync();

        Assert.True(await CloserOf(Log).CloseAsync(claim, RunningServer.Stop));
        Assert.Null(await Of<ClosedCallStore>().FindAsync(claim.Call, RunningServer.Stop));
        Assert.Equal(0, await EventsAsync());
        Assert.NotEqual(0, events);
    }

    [Fact]
    public async Task A_claim_that_another_node_took_over_closes_nothing()
    {
        await AppendAsync([.. Call().SkipLast(1), .. EndedPage()]);
        var lost = Assert.Single(await Log.ClaimDueAsync("slow", 1, TimeSpan.Zero, RunningServer.Stop));
        var held = await ClaimAsync();
        Assert.False(await CloserOf(Log).CloseAsync(lost, RunningServer.Stop));
        Assert.Null(await Of<ClosedCallStore>().FindAsync(held.Call, RunningServer.Stop));
        Assert.True(await CloserOf(Log).CloseAsync(held, RunningServer.Stop));
        var events = await EventsAsync();
        Assert.False(await CloserOf(Log).CloseAsync(held, RunningServer.Stop));
        Assert.Equal(events, await EventsAsync());
    }

    /// <summary>A second page that ended with all its batches, so that the call is due by the wait for the first one.</summary>
    private static Batch[] EndedPage()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        return [PlayedCall.Told("c", "ended", BatchSource.Browser, at, ("ended", 0))];
    }

    private CallCloser CloserOf(ITelemetryLog log) =>
        new(
            Of<Database>(),
            log,
            Of<ClosedCallStore>(),
            Of<EventOutbox>(),
            Of<KeyRing>(),
            Of<IContactAgents>(),
            Of<ClosingMetrics>()
        );

    private async Task<CallClaim> ClaimAsync()
    {
        IReadOnlyList<CallClaim> claims = [];
        await Eventually.HoldsAsync(async () =>
        {
            claims = await Log.ClaimDueAsync("test", 1, TimeSpan.FromMinutes(10), RunningServer.Stop);
            return claims.Count > 0;
        });
        return claims[0];
    }

    private async Task AppendAsync(IEnumerable<Batch> batches) =>
        await Log.AppendAsync([.. batches.Select(EntryOf)], RunningServer.Stop);

    private LogEntry EntryOf(Batch batch)
    {
        var body = BatchCodec.Encode(batch with { Sender = new Sender { Address = "127.0.0.1" } }, out var hash);
        var ended = batch.Happenings.LastOrDefault(happening => happening.Type == HappeningType.Ended);
        return new LogEntry
        {
            Call = CallKey.Of(_group.Group.Id, batch.ContactId, batch.Agent),
            Group = _group.Group.Id,
            ContactId = batch.ContactId,
            Agent = batch.Agent,
            Session = batch.Session,
            Sequence = batch.Sequence,
            ContentHash = hash,
            Ended = ended is not null,
            LastSequence = ended?.LastSequence,
            Body = body,
        };
    }

    private Task<long> EventsAsync() => ScalarAsync("SELECT count(*) FROM outbox_event");

    private Task<long> ForgetEventsAsync() =>
        Of<Database>()
            .WriteAsync(
                async (transaction, stop) =>
                {
                    await using var command = transaction.Connection!.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = "DELETE FROM outbox_delivery; DELETE FROM outbox_event";
                    return (long)await command.ExecuteNonQueryAsync(stop);
                },
                RunningServer.Stop
            );

    private Task<long> ScalarAsync(string sql) =>
        Of<Database>()
            .ReadAsync(
                async (connection, stop) =>
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    return (long)(await command.ExecuteScalarAsync(stop))!;
                },
                RunningServer.Stop
            );
}
