using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Groups;
using Sidetone.Serving;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Tests.Closing;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Platforms;

/// <summary>Amazon Connect's feeds go in over HTTP and come out in calls, alike on both stores.</summary>
public abstract class ConnectSuite : IAsyncLifetime
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(30);

    private RunningServer? _server;

    private static DateTimeOffset Start => TimeProvider.System.GetUtcNow().AddMinutes(-10);

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

    private async Task<ConnectDesk> StartAsync(TimeSpan gapWait, string settings = "{}")
    {
        _server = await RunningServer.StartAsync(
            options => On(options with { Log = new LogOptions { GapWait = gapWait } }),
            settings
        );
        return new ConnectDesk(_server, _server.Group);
    }

    private async Task<ConnectDesk> AnotherGroupAsync(string name)
    {
        var made = await _server!.Groups.CreateAsync(
            name,
            AccountGroup.DefaultAccount,
            GroupSettings.Default,
            RunningServer.Stop
        );
        return new ConnectDesk(_server, made);
    }

    [Fact]
    public async Task A_call_that_only_the_platform_knows_has_everything_but_figures()
    {
        var desk = await StartAsync(s_soon, """{"profile":2025}""");
        var records = new ConnectRecords(Start);
        await desk.SendAsync([
            .. records.AgentEvents(),
            .. records.ContactEvents(),
            records.ContactRecord(next: "after"),
        ]);
        var call = await desk.ClosedAsync(records.Contact, 11);

        var summary = call.Json.GetProperty("summary");
        Assert.Equal("ada", call.Json.GetProperty("agent").GetString());
        Assert.Equal(
            ("ada", "Ada Byron"),
            (Text(summary, "serviceAgent", "username"), Text(summary, "serviceAgent", "friendlyName"))
        );
        Assert.Equal(
            ("Inbound", "Customer"),
            (Text(summary, "contact", "direction"), Text(summary, "contact", "endedBy"))
        );
        Assert.Equal(
            ("Support", "+441632960123"),
            (Text(summary, "contact", "queueName"), Text(summary, "contact", "callerId"))
        );
        Assert.Equal(
            ("before-contact-1", "after"),
            (Text(summary, "contact", "id", "previous"), Text(summary, "contact", "id", "next"))
        );
        Assert.Equal(
            (records.Time(0), records.Time(-20)),
            (Milliseconds(summary, "connectingToAgent"), Milliseconds(summary, "enqueued"))
        );
        var interaction = summary.GetProperty("serviceAgent").GetProperty("interaction");
        Assert.Equal(
            (120, 20, 100),
            (
                interaction.GetProperty("totalDurationSec").GetInt32(),
                interaction.GetProperty("onHoldDurationSec").GetInt32(),
                interaction.GetProperty("talkingDurationSec").GetInt32()
            )
        );
        Assert.Contains(
            "\"agentDataReceived\":false,\"cloudDataReceived\":true",
            call.Summary,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whatever_the_order_repeats_wraps_and_casings_the_summary_is_the_same()
    {
        await StartAsync(TimeSpan.FromSeconds(4));
        var start = Start;
        var records = new ConnectRecords(start);
        string[] all =
        [
            .. records.AgentEvents(),
            .. records.ContactEvents(),
            records.ContactRecord(updated: 180, reason: "OTHER"),
            records.ContactRecord(updated: 200, next: "after"),
        ];
        var rounds = Enumerable.Range(0, 8).ToList();
        var desks = new List<ConnectDesk>();
        foreach (var round in rounds)
        {
            desks.Add(await AnotherGroupAsync($"round {round}"));
        }

        await _server!.Host.Services.GetRequiredService<KeyRing>().RefreshAsync(RunningServer.Stop);
        foreach (var round in rounds)
        {
            await SendInDisorderAsync(desks[round], all, new Random(round));
        }

        var summaries = new List<string>();
        foreach (var desk in desks)
        {
            var call = await desk.ClosedAsync(records.Contact, all.Length);
            summaries.Add(
                call.Summary.Replace($"{desk.Group.Group.Id}", "GROUP", StringComparison.Ordinal)
                    .Replace(desk.Group.Group.Name, "NAME", StringComparison.Ordinal)
            );
        }

        Assert.All(summaries, summary => Assert.Equal(summaries[0], summary));
        Assert.Contains("\"endedBy\":\"Customer\"", summaries[0], StringComparison.Ordinal);
        Assert.Contains("\"onHoldDurationSec\":20", summaries[0], StringComparison.Ordinal);
    }

    private static async Task SendInDisorderAsync(ConnectDesk desk, string[] all, Random random)
    {
        var left = all.Concat(all.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(left);
        for (var from = 0; from < left.Length; )
        {
            var some = left.Skip(from).Take(random.Next(1, 6)).Select(Cased).ToArray();
            from += some.Length;
            var answer = random.Next(4) switch
            {
                0 => await desk.DeliverAsync(ConnectRecords.Firehose(some), isGzip: random.Next(2) == 0),
                1 => await desk.PostAsync(ConnectRecords.Kinesis(some)),
                2 => await desk.PostAsync(string.Join('\n', some), isGzip: true),
                _ => await desk.PostAsync(string.Concat(some)),
            };
            Assert.True((int)answer.Status is 200 or 202, answer.Text);
        }

        string Cased(string record) =>
            random.Next(2) == 0
                ? record
                : ConnectRecords.OtherCasing(record).Replace("\"VOICE\"", "\"Voice\"", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pages_call_gets_what_only_the_platform_knows_and_keeps_its_own_times()
    {
        var desk = await StartAsync(s_never);
        var batches = PlayedCall.Of("contact-1", Start);
        var agent = batches[0].Agent;
        await new ClosingDesk(_server!, desk.Group).SendAsync(batches);
        var alone = await desk.ClosedAsync("contact-1", batches.Count);

        var records = new ConnectRecords(Start.AddMinutes(-1));
        await desk.SendAsync(records.ContactRecord(user: agent, next: "after"));
        var call = await desk.ClosedAsync("contact-1", batches.Count + 1);
        Assert.True(call.ChangedSinceSent);
        Assert.Equal(
            ("before-contact-1", "after"),
            (Text(call.Contact, "id", "previous"), Text(call.Contact, "id", "next"))
        );
        Assert.Equal("Customer", Text(call.Contact, "endedBy"));
        Assert.Equal(Timestamp(alone), Timestamp(call));
        Assert.Equal(
            alone.Json.GetProperty("summary").GetProperty("serviceAgent").GetProperty("interaction").GetRawText(),
            call.Json.GetProperty("summary").GetProperty("serviceAgent").GetProperty("interaction").GetRawText()
        );

        static string Timestamp(ShownCall call) => Text(call.Json, "summary", "timestamp");
    }

    [Fact]
    public async Task An_agent_who_is_named_late_has_one_call()
    {
        var desk = await StartAsync(s_never);
        var records = new ConnectRecords(Start);
        await desk.SendAsync(records.ContactEvents());
        await desk.SendAsync(records.ContactRecord());
        await MakeDueAsync(desk, "ada", records.Contact);
        var call = await desk.ClosedAsync(records.Contact, 6);
        Assert.Equal("ada", call.Json.GetProperty("agent").GetString());
        Assert.Equal("Support", Text(call.Contact, "queueName"));
    }

    [Fact]
    public async Task An_agents_name_that_another_contact_told_of_is_used()
    {
        var desk = await StartAsync(s_soon);
        await desk.SendAsync(new ConnectRecords(Start, "earlier").AgentEvents()[0]);
        var records = new ConnectRecords(Start);
        await desk.SendAsync(records.ContactEvents());
        var call = await desk.ClosedAsync(records.Contact, 5);
        Assert.Equal("ada", call.Json.GetProperty("agent").GetString());
        Assert.Equal(
            ("Support", "Ada Byron"),
            (Text(call.Contact, "queueName"), Text(call.Json, "summary", "serviceAgent", "friendlyName"))
        );
    }

    [Fact]
    public async Task The_page_that_was_connected_names_the_agent_where_the_platform_does_not()
    {
        var desk = await StartAsync(s_soon);
        var batches = PlayedCall.Of("contact-1", Start);
        var agent = batches[0].Agent;
        var told = PlayedCall.Told("contact-1", "m", BatchSource.Browser, Start, ("connecting", null), ("ended", 0));
        var missed = told with { Agent = "bob" };
        var pages = new ClosingDesk(_server!, desk.Group);
        await pages.SendAsync([missed, .. batches]);
        await desk.SendAsync(new ConnectRecords(Start).ContactEvents());
        await Eventually.HoldsAsync(async () => await HasAsync("contact-1", agent, batches.Count + 5));
        Assert.Equal(2, (await desk.CallsAsync("contact-1")).Count);

        // From now on it is known, and nothing has to be found out.
        var next = new ConnectRecords(Start, "contact-2");
        await desk.SendAsync(next.ContactEvents()[2]);
        await MakeDueAsync(desk, agent, "contact-2");
        await Eventually.HoldsAsync(async () => await HasAsync("contact-2", agent, 1));

        async Task<bool> HasAsync(string contact, string name, int count)
        {
            var calls = await desk.CallsAsync(contact);
            return calls.Any(call => call.Json.GetProperty("agent").GetString() == name && call.Batches.Count == count);
        }
    }

    [Fact]
    public async Task A_contact_that_nobody_took_is_a_call_without_an_agent_and_a_name_that_comes_later_is_a_fact_of_it()
    {
        var desk = await StartAsync(s_soon);
        var records = new ConnectRecords(Start);
        await desk.SendAsync(records.ContactEvents());
        var call = await desk.ClosedAsync(records.Contact, 5);
        Assert.Equal("", call.Json.GetProperty("agent").GetString());
        Assert.Equal("", Text(call.Json, "summary", "serviceAgent", "username"));
        var sent = await new ClosingDesk(_server!, desk.Group).EventsAsync(records.Contact);
        Assert.Single(sent);

        await desk.SendAsync(records.ContactRecord());
        var named = await desk.ClosedAsync(records.Contact, 6);
        Assert.Equal("ada", Text(named.Json, "summary", "serviceAgent", "username"));
        Assert.True(named.ChangedSinceSent);
        Assert.Equal(sent, await new ClosingDesk(_server!, desk.Group).EventsAsync(records.Contact));
    }

    [Fact]
    public async Task A_page_that_comes_after_the_platforms_call_was_closed_takes_it_over_and_sends_no_second_event()
    {
        var desk = await StartAsync(s_soon);
        var pages = new ClosingDesk(_server!, desk.Group);
        var records = new ConnectRecords(Start);
        await desk.SendAsync(records.ContactEvents());
        await desk.ClosedAsync(records.Contact, 5);
        var sent = await pages.EventsAsync(records.Contact);

        var batches = PlayedCall.Of(records.Contact, Start);
        await pages.SendAsync(batches);
        var call = await desk.ClosedAsync(records.Contact, batches.Count + 5);
        Assert.Equal(batches[0].Agent, call.Json.GetProperty("agent").GetString());
        Assert.True(call.ChangedSinceSent);
        Assert.Equal(sent, await pages.EventsAsync(records.Contact));

        // What was taken over is known there, and what comes later goes there.
        var repeated = await desk.PostAsync(records.ContactEvents()[3]);
        Assert.Equal(
            (0, 1),
            (repeated.Json.GetProperty("accepted").GetInt32(), repeated.Json.GetProperty("repeated").GetInt32())
        );
        await desk.SendAsync(records.ContactRecord(user: null));
        await desk.ClosedAsync(records.Contact, batches.Count + 6);
    }

    [Fact]
    public async Task Chats_and_desks_without_calls_are_counted_and_make_no_call()
    {
        var desk = await StartAsync(s_soon);
        var records = new ConnectRecords(Start);
        var answer = await desk.PostAsync(
            string.Join(
                '\n',
                records.ContactRecord(channel: "CHAT"),
                records.ContactEvent("QUEUED", 0, "TASK"),
                records.AgentEvent(9, "ada", null, null)
            )
        );
        Assert.Equal(3, answer.Json.GetProperty("ignored").GetInt32());
        var counters = await desk.GetAsync("counters");
        Assert.Equal("""{"noContact":1,"otherChannel":2}""", counters.GetProperty("ignored").GetRawText());
        Assert.Empty(await desk.CallsAsync(records.Contact));
    }

    [Fact]
    public async Task Faulty_records_among_many_are_set_aside_once_and_the_others_are_taken()
    {
        var desk = await StartAsync(s_soon);
        var records = new ConnectRecords(Start);
        string[] all = [records.ContactEvents()[3], "{\"half\":", "{\"hello\":1}", records.ContactRecord()];
        for (var time = 0; time < 2; time++)
        {
            var answer = await desk.DeliverAsync(ConnectRecords.Firehose(all));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }

        await desk.ClosedAsync(records.Contact, 2);
        var aside = (await desk.GetAsync("set-aside")).GetProperty("records").EnumerateArray().ToList();
        Assert.Equal(
            ["bodyMalformed 2 {\"half\":", "recordUnknown 2 {\"hello\":1}"],
            aside
                .Select(one => $"{one.GetProperty("reason")} {one.GetProperty("times")} {one.GetProperty("record")}")
                .Order(StringComparer.Ordinal)
        );
        var counters = await desk.GetAsync("counters");
        Assert.Equal(
            (2, 2),
            (counters.GetProperty("accepted").GetInt32(), counters.GetProperty("repeated").GetInt32())
        );
        Assert.Equal("""{"bodyMalformed":2,"recordUnknown":2}""", counters.GetProperty("setAside").GetRawText());
    }

    [Fact]
    public async Task Field_rules_apply_before_anything_is_stored()
    {
        var rules = """
            {"fieldRules":{"callerId":"mask","agent":"hash","friendlyName":"drop","queueName":"mask"}}
            """;
        var desk = await StartAsync(s_soon, rules);
        await desk.SendAsync(new ConnectRecords(Start, "earlier").AgentEvents()[0]);
        var records = new ConnectRecords(Start);
        var batches = PlayedCall.Of(records.Contact, Start);
        await desk.SendAsync([.. records.ContactEvents(), records.ContactRecord()]);
        var call = await desk.ClosedAsync(records.Contact, 6);
        Assert.Equal(("S***", "+*********123"), (Text(call.Contact, "queueName"), Text(call.Contact, "callerId")));
        Assert.Equal("", Text(call.Json, "summary", "serviceAgent", "friendlyName"));
        Assert.Equal(32, call.Json.GetProperty("agent").GetString()!.Length);

        // What cannot be read cannot be masked, so it is not kept.
        await desk.DeliverAsync(ConnectRecords.Firehose("{\"Address\":\"+441632960123\""));
        var aside = Assert.Single((await desk.GetAsync("set-aside")).GetProperty("records").EnumerateArray().ToList());
        Assert.False(aside.TryGetProperty("record", out _));
        foreach (var file in Directory.EnumerateFiles(_server!.Folder, "*.db*"))
        {
            var text = System.Text.Encoding.Latin1.GetString(await ReadSharedAsync(file));
            Assert.DoesNotContain("441632960123", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Byron", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_waits_for_its_record_when_the_group_says_so()
    {
        var desk = await StartAsync(s_never, """{"waitForContactRecordSeconds":240}""");
        var pages = new ClosingDesk(_server!, desk.Group);
        var batches = PlayedCall.Of("contact-1", Start);
        await pages.SendAsync(batches);
        var records = new ConnectRecords(Start);
        await desk.SendAsync(records.AgentEvents(batches[0].Agent)[^1]);
        Assert.Empty(await desk.CallsAsync("contact-1"));

        await desk.SendAsync(records.ContactRecord(user: batches[0].Agent));
        var call = await desk.ClosedAsync("contact-1", batches.Count + 2);
        Assert.False(call.ChangedSinceSent);
        Assert.Contains(
            "\"endedBy\":\"Customer\"",
            (await pages.EventsAsync("contact-1"))[0].Detail,
            StringComparison.Ordinal
        );
    }

    private async Task MakeDueAsync(ConnectDesk desk, string agent, string contact)
    {
        var services = _server!.Host.Services;
        var log = services.GetRequiredService<ITelemetryLog>();
        var database = services.GetRequiredService<Storage.Database>();
        await Eventually.HoldsAsync(async () =>
            (await log.AgentsOfAsync(desk.Group.Group.Id, contact, RunningServer.Stop)) is [var only] && only == agent
        );
        await database.WriteAsync(
            (transaction, stop) => log.MakeDueAsync(transaction, CallKey.Of(desk.Group.Group.Id, contact, agent), stop),
            RunningServer.Stop
        );
        await database.NotifyAsync(TelemetryLog.DueChannel, RunningServer.Stop);
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, RunningServer.Stop);
        return bytes.ToArray();
    }

    private static string Text(JsonElement json, params IEnumerable<string> path) =>
        path.Aggregate(json, (at, name) => at.GetProperty(name)).GetString() ?? "";

    private static string Milliseconds(JsonElement summary, string name)
    {
        var text = Text(summary, "contact", "events", name);
        return DateTimeOffset
            .Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }
}
