using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Catalog;
using Sidetone.Delivery.Outbox;
using Sidetone.Issues;
using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Closing;
using Sidetone.Tests.Intake;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Issues;

/// <summary>Issues go in over HTTP and come out as events, alike on both stores.</summary>
public abstract class IssueSuite : IAsyncLifetime
{
    private RunningServer? _server;

    private RunningServer Server => _server!;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract ServerOptions On(ServerOptions options);

    private async Task StartAsync(string settings = "{}") => _server = await RunningServer.StartAsync(On, settings);

    [Fact]
    public async Task A_report_outside_a_call_leaves_at_once_as_the_catalog_prints_it()
    {
        await StartAsync();
        var issue = Reports.Of(Guid.Parse("72f456d5ead0e9a2701fb03530ff3799"));
        (await Server.ReportAsync(issue)).Accepted();

        var sent = Assert.Single(await Server.EventsAsync(DetailTypes.AgentReportedIssue, 1));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(issue.At).UtcDateTime;
        Assert.Equal(
            $$$"""
            {"operataClientId":"{{{Server.Group.Group.Id}}}","agent":"andy","state":"AgentReportedIssue","context":{"callContactId":"","category":"Softphone would not work","cause":"Softphone would not work","message":"Unresponsive softphone","scenario":"","severity":"Terrible"},"browser":{"name":"Chrome","version":"113.0.5672.126"},"system":{"cpu":{"modelName":"Intel(R) Core(TM) i7-7700HQ CPU @ 2.80GHz","idlePercentage":76.91,"usedPercentage":23.09},"memory":{"total":16,"available":1.33}},"softphoneError":{"type":"Softphone would not work","message":""},"timestamp":"{{{sent.GetProperty(
                    "detail"
                ).GetProperty("timestamp").GetString()}}}","id":"72f456d5ead0e9a2701fb03530ff3799"}
            """,
            sent.GetProperty("detail").GetRawText()
        );
        Assert.Equal(at, sent.GetProperty("detail").GetProperty("timestamp").GetDateTime().ToUniversalTime());
        Assert.Equal(
            EventId.For(Server.Group.Group.Id, DetailTypes.AgentReportedIssue, issue.Id.ToString("N")).ToString(),
            sent.GetProperty("id").GetString()
        );
        var report = CatalogCheck.Check(Encoding.UTF8.GetBytes(sent.GetRawText()));
        Assert.Empty(report.Departures);
        Assert.Empty(
            (await Server.GetAsync("/v1/calls/live", Server.Group.ReadKey)).Json.GetProperty("calls").EnumerateArray()
        );
    }

    [Fact]
    public async Task The_same_report_again_is_acknowledged_again_and_sends_nothing_and_another_under_its_id_is_refused()
    {
        await StartAsync();
        var issue = Reports.Of(Reports.NewId());
        (await Server.ReportAsync(issue)).Accepted();
        (await Server.ReportAsync(issue)).Accepted(repeated: true);
        var beacon = Bodies.Gzip(IssueWriter.ToUtf8(issue, Server.Group.IngestKey));
        (await Server.ReportAsync(beacon, key: null)).Accepted(repeated: true);

        var refused = await Server.ReportAsync(issue with { Message = "something else" });
        refused.Refused(HttpStatusCode.Conflict, "issueContradicted");
        Assert.Equal("$.id", refused.Path);
        Assert.Equal(1, await Server.RefusedAsync("issueContradicted"));
        Assert.Single((await Server.IssuesAsync()).Issues);
        await Server.ReportAsync(Reports.Of(Reports.NewId()));
        await Server.EventsAsync(DetailTypes.AgentReportedIssue, 2);
    }

    [Fact]
    public async Task A_report_is_kept_over_a_restart_with_its_samples()
    {
        await StartAsync();
        var track = new Track(new TrackKey("pc-1", TrackKind.Inbound, 7));
        var issue = Reports.Of(Reports.NewId(), "c-1") with { Tracks = [track], ClockOffsetMs = -250 };
        for (var second = 0; second < 30; second++)
        {
            track[track.Add(0, issue.At - (second * 1_000)), Inbound.PacketsReceived] = 50 * second;
        }

        (await Server.ReportAsync(issue)).Accepted();
        await Server.RestartAsync();
        (await Server.ReportAsync(issue)).Accepted(repeated: true);

        var listed = Assert.Single((await Server.IssuesAsync("?contactId=c-1")).Issues);
        Assert.True(listed.GetProperty("hasSamples").GetBoolean());
        Assert.False(listed.TryGetProperty("samples", out _));
        var whole = (await Server.GetAsync($"/v1/issues/{issue.Id}", Server.Group.ReadKey)).Json;
        Assert.Equal(30, whole.GetProperty("samples").GetArrayLength());
        Assert.True(new IssueReader().TryRead(Encoding.UTF8.GetBytes(whole.GetRawText()), out var read, out _));
        Assert.Equal(issue with { Tracks = read.Tracks }, read);
        Assert.Empty((await Server.IssuesAsync("?contactId=another")).Issues);
        Assert.Empty((await Server.IssuesAsync("?contactId=")).Issues);
    }

    [Fact]
    public async Task Pages_list_the_newest_first_and_lose_none_of_one_millisecond()
    {
        await StartAsync();
        var now = Reports.Of(Reports.NewId());
        Issue[] reported =
        [
            now,
            .. Enumerable.Range(0, 5).Select(_ => now with { Id = Reports.NewId(), At = now.At - 1 }),
            now with
            {
                Id = Reports.NewId(),
                At = now.At - 1_000,
            },
        ];
        foreach (var issue in reported.Reverse())
        {
            (await Server.ReportAsync(issue)).Accepted();
        }

        var ids = new List<string>();
        var times = new List<long>();
        string? next = null;
        do
        {
            var page = await Server.IssuesAsync($"?max=2{(next is null ? "" : $"&before={next}")}");
            ids.AddRange(page.Issues.Select(issue => issue.GetProperty("id").GetString()!));
            times.AddRange(page.Issues.Select(issue => issue.GetProperty("at").GetInt64()));
            next = page.Next;
        } while (next is not null);

        Assert.Equal(reported.Select(issue => issue.Id.ToString("N")).Order(), ids.Order());
        Assert.Equal(times.OrderDescending(), times);
        Assert.Equal(now.Id.ToString("N"), ids[0]);
    }

    [Fact]
    public async Task A_report_during_and_after_a_call_opens_reopens_and_delays_nothing()
    {
        await StartAsync();
        var desk = new ClosingDesk(Server, Server.Group);
        var batches = PlayedCall.Of("c", TimeProvider.System.GetUtcNow().AddMinutes(-5));
        await desk.SendAsync(batches.SkipLast(1));
        (await Server.ReportAsync(Reports.Of(Reports.NewId(), "c") with { Agent = batches[0].Agent })).Accepted();
        await desk.SendAsync(batches[^1]);
        var closed = await desk.ClosedAsync("c", batches.Count);
        Assert.Equal(ExpectedCall.Of(desk.Group, batches).Summary, closed.Summary);

        (await Server.ReportAsync(Reports.Of(Reports.NewId(), "c") with { Agent = batches[0].Agent })).Accepted();
        await Server.EventsAsync(DetailTypes.AgentReportedIssue, 2);
        await desk.LookAsync(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        Assert.Equal(closed.Json.GetRawText(), (await desk.FindAsync("c"))!.Json.GetRawText());
    }

    [Fact]
    public async Task Groups_do_not_see_each_others_issues_and_the_same_id_is_two_reports()
    {
        await StartAsync();
        var other = await Server.OtherGroupAsync();
        var issue = Reports.Of(Reports.NewId());
        (await Server.ReportAsync(issue)).Accepted();
        Assert.Empty((await Server.IssuesAsync(key: other.ReadKey)).Issues);
        var foreign = await Server.GetAsync($"/v1/issues/{issue.Id}", other.ReadKey);
        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);

        (await Server.ReportAsync(IssueWriter.ToUtf8(issue with { Message = "mine" }), other.IngestKey)).Accepted();
        await Server.EventsAsync(DetailTypes.AgentReportedIssue, 1);
        await Server.EventsAsync(DetailTypes.AgentReportedIssue, 1, other.Group.Id);
    }

    [Fact]
    public async Task What_retention_ends_is_forgotten_and_what_is_older_is_refused()
    {
        await StartAsync("""{"retentionDays":2}""");
        (await Server.ReportAsync(Reports.Of(Reports.NewId(), ago: TimeSpan.FromDays(1)))).Accepted();
        var old = await Server.ReportAsync(Reports.Of(Reports.NewId(), ago: TimeSpan.FromDays(3)));
        old.Refused(HttpStatusCode.UnprocessableEntity, "timeTooOld");
        Assert.Equal("$.at", old.Path);

        var store = Server.Host.Services.GetRequiredService<IssueStore>();
        var group = Server.Group.Group.Id;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        // Reported long before, but stored just now: a repeat would still be taken, so its id is still known.
        Assert.Equal(0, await store.PurgeAsync(group, now - 3_600_000, RunningServer.Stop));
        Assert.Equal(1, await store.PurgeAsync(group, now + 1_000, RunningServer.Stop));
        Assert.Empty((await Server.IssuesAsync()).Issues);
    }

    [Fact]
    public async Task Neither_issue_nor_event_is_there_without_the_other()
    {
        await StartAsync();
        var database = Server.Host.Services.GetRequiredService<Database>();
        // The outbox's table is gone in the middle of it: the issue must not stay.
        await database.WriteAsync(
            async (transaction, stop) =>
                await transaction.ExecuteAsync("ALTER TABLE outbox_event RENAME TO elsewhere", null, stop),
            RunningServer.Stop
        );
        var issue = Reports.Of(Reports.NewId());
        var refused = await Server.ReportAsync(issue);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused.RetryAfter);
        await database.WriteAsync(
            async (transaction, stop) =>
                await transaction.ExecuteAsync("ALTER TABLE elsewhere RENAME TO outbox_event", null, stop),
            RunningServer.Stop
        );

        Assert.Empty((await Server.IssuesAsync()).Issues);
        (await Server.ReportAsync(issue)).Accepted();
        await Server.EventsAsync(DetailTypes.AgentReportedIssue, 1);
    }
}
