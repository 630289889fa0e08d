using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Catalog;
using Sidetone.Closing;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Heartbeat;
using Sidetone.Heartbeat.Answering;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Tests.Issues;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Heartbeats;

/// <summary>Heartbeats over HTTP, with real calls on loopback, alike on both stores.</summary>
public abstract class HeartbeatSuite : IAsyncLifetime
{
    private const string Reject = """{"rule":"reject","code":603}""";

    private RunningServer? _server;

    private RunningServer Server => _server!;

    private string Admin => Server.Group.AdminKey;

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

    private async Task StartAsync() => _server = await RunningServer.StartAsync(On);

    private Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? key = null) =>
        Server.Http.SendAsync(method, path, key ?? Admin, body);

    [Fact]
    public async Task A_rejected_call_is_told_on_the_bus_and_to_a_webhook_as_the_catalog_prints_it()
    {
        await using var hook = await WebhookReceiver.StartAsync();
        await StartAsync();
        await Server.Http.AllowLoopbackAsync(Admin);
        var put = await SendAsync(
            HttpMethod.Put,
            "/v1/heartbeat-workflows/alarm",
            $$$"""{"trigger":{"statuses":["Call Not Accepted by Agent"]},"webhook":{"url":"{{{hook.Url}}}"}}"""
        );
        Assert.StartsWith("whsec_", put.Json.GetProperty("signingSecret").GetString(), StringComparison.Ordinal);
        var heartbeat = await Server.Http.DefineAsync(Admin, Reject, "\"workflows\":[\"alarm\"]");
        var id = await Server.Http.RunAsync(Admin, heartbeat);
        var job = await Server.Http.JobAsync(Server.Group.ReadKey, id, "ended");
        Assert.Equal("Call Not Accepted by Agent", job.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, job.GetProperty("scores").GetProperty("ax").ValueKind);
        Assert.Equal(603, job.GetProperty("record").GetProperty("sipStatus").GetInt32());

        var sent = Assert.Single(await Server.EventsAsync(DetailTypes.HeartbeatWorkflow, 1));
        Assert.Empty(CatalogCheck.Check(Encoding.UTF8.GetBytes(sent.GetRawText())).Departures);
        var told = Assert.Single(sent.GetProperty("detail").GetProperty("heartbeats").EnumerateArray());
        Assert.Equal(id, told.GetProperty("jobId").GetString());
        Assert.Equal(10, told.GetProperty("axScore").GetInt32());

        await Eventually.HoldsAsync(() => Task.FromResult(!hook.Requests.IsEmpty));
        Assert.True(hook.Requests.TryDequeue(out var posted));
        Assert.Equal($"[{told.GetRawText()}]", posted.Body);
        Assert.Equal(sent.GetProperty("id").GetString(), posted.Headers["webhook-id"]);
        Assert.StartsWith("v1,", posted.Headers["webhook-signature"], StringComparison.Ordinal);
        var published = await File.ReadAllTextAsync(
            Path.Combine(SharedCases.Folder("catalog"), "heartbeat-workflow.json"),
            RunningServer.Stop
        );
        Assert.Equal(Shape(published), Shape(posted.Body));
    }

    [Fact]
    public async Task An_answered_call_is_measured_recorded_and_played_back()
    {
        await StartAsync();
        await Server.Http.AllowLoopbackAsync(Admin);
        var heartbeat = await Server.Http.DefineAsync(
            Admin,
            """{"rule":"accept"}""",
            "\"signalSeconds\":5,\"record\":true"
        );
        var id = await Server.Http.RunAsync(Admin, heartbeat);
        var again = await SendAsync(HttpMethod.Post, $"/v1/heartbeats/{heartbeat}/run");
        again.Refused(HttpStatusCode.Conflict, "jobOpen");
        var job = await Server.Http.JobAsync(Server.Group.ReadKey, id, "ended");
        Assert.True(job.GetProperty("record").GetProperty("signalCompleted").GetBoolean(), job.GetRawText());
        Assert.Equal(JsonValueKind.Number, job.GetProperty("scores").GetProperty("cx").ValueKind);

        using var request = new HttpRequestMessage(HttpMethod.Get, job.GetProperty("recording").GetString());
        request.Headers.Authorization = new("Bearer", Server.Group.ReadKey);
        using var response = await Server.Http.SendAsync(request, RunningServer.Stop);
        Assert.Equal("audio/wav", response.Content.Headers.ContentType?.MediaType);
        var wav = await response.Content.ReadAsByteArrayAsync(RunningServer.Stop);
        Assert.Equal("RIFF"u8.ToArray(), wav[..4]);

        var options =
            Server.Host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HeartbeatOptions>>();
        foreach (var file in Directory.GetFiles(options.Value.RecordingFolder))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        var retention = Server.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>();
        await retention.OfType<HeartbeatRetentionService>().Single().PurgeAsync(RunningServer.Stop);
        Assert.Empty(Directory.GetFiles(options.Value.RecordingFolder));
        using var gone = new HttpRequestMessage(HttpMethod.Get, job.GetProperty("recording").GetString());
        gone.Headers.Authorization = new("Bearer", Server.Group.ReadKey);
        Assert.Equal(HttpStatusCode.NotFound, (await Server.Http.SendAsync(gone, RunningServer.Stop)).StatusCode);
    }

    [Fact]
    public async Task What_is_not_allowed_is_not_dialled_and_says_so()
    {
        await StartAsync();
        var heartbeat = await Server.Http.DefineAsync(Admin, Reject);
        var job = await Server.Http.JobAsync(Admin, await Server.Http.RunAsync(Admin, heartbeat), "ended");
        Assert.Equal("Failed", job.GetProperty("status").GetString());
        Assert.Contains("is not on the group's list", job.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, job.GetProperty("dialledAt").ValueKind);
    }

    [Fact]
    public async Task Mistakes_are_answered_with_their_path_and_keys_and_groups_are_kept_apart()
    {
        await StartAsync();
        var wrong = await SendAsync(
            HttpMethod.Post,
            "/v1/heartbeats",
            """{"name":"a","to":"x","receiver":{"kind":"human"}}"""
        );
        wrong.Refused(HttpStatusCode.BadRequest, "definitionWrong");
        Assert.Equal("$.to", wrong.Path);
        var missing = await SendAsync(
            HttpMethod.Post,
            "/v1/heartbeats",
            """{"name":"a","to":"sip:a@127.0.0.1:5","account":"none","receiver":{"kind":"human"},"workflows":["none"]}"""
        );
        Assert.Equal("$.account", missing.Path);
        Assert.Contains(
            "$.workflows[0]: there is no workflow 'none'.",
            missing.Json.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
        var named = await SendAsync(
            HttpMethod.Put,
            "/v1/heartbeat-accounts/a",
            """{"name":"b","server":"x","user":"u"}"""
        );
        Assert.Equal("$.name", named.Path);

        var read = await SendAsync(HttpMethod.Post, "/v1/heartbeats", "{}", Server.Group.ReadKey);
        read.Refused(HttpStatusCode.Forbidden, "keyRole");
        (await SendAsync(HttpMethod.Get, "/v1/heartbeats", key: Server.Group.IngestKey)).Refused(
            HttpStatusCode.Forbidden,
            "keyRole"
        );

        var id = await Server.Http.DefineAsync(Admin, Reject);
        var other = await Server.OtherGroupAsync();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(HttpMethod.Get, $"/v1/heartbeats/{id}", key: other.ReadKey)).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(HttpMethod.Post, $"/v1/heartbeats/{id}/run", key: other.AdminKey)).Status
        );
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, $"/v1/heartbeats/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"/v1/heartbeats/{id}")).Status);
    }

    [Fact]
    public async Task A_definition_an_account_a_workflow_and_rules_are_read_as_they_were_written()
    {
        await StartAsync();
        var put = await SendAsync(
            HttpMethod.Put,
            "/v1/heartbeat-accounts/carrier",
            """{"server":"pbx.example:5062","transport":"tls","user":"100","password":"open sesame"}"""
        );
        Assert.DoesNotContain("sesame", put.Text, StringComparison.Ordinal);
        var accounts = await SendAsync(HttpMethod.Get, "/v1/heartbeat-accounts", key: Server.Group.ReadKey);
        Assert.DoesNotContain("sesame", accounts.Text, StringComparison.Ordinal);
        Assert.Equal("pbx.example", accounts.Json.GetProperty("accounts")[0].GetProperty("domain").GetString());

        await SendAsync(
            HttpMethod.Put,
            "/v1/heartbeat-workflows/calm",
            """{"trigger":{"cxBelow":6.5,"inARow":3,"onRecovery":true}}"""
        );
        var workflows = (await SendAsync(HttpMethod.Get, "/v1/heartbeat-workflows")).Json.GetProperty("workflows");
        Assert.Equal(
            """{"cxBelow":6.5,"inARow":3,"onRecovery":true}""",
            workflows[0].GetProperty("trigger").GetRawText()
        );

        var id = await Server.Http.DefineAsync(
            Admin,
            Reject,
            "\"account\":\"carrier\",\"workflows\":[\"calm\"],\"schedule\":{\"cron\":\"0 3 * * *\",\"timeZone\":\"Europe/Vienna\"}"
        );
        var found = (await SendAsync(HttpMethod.Get, $"/v1/heartbeats/{id}", key: Server.Group.ReadKey)).Json;
        Assert.Equal("Europe/Vienna", found.GetProperty("schedule").GetProperty("timeZone").GetString());
        Assert.Equal(0, found.GetProperty("next").GetDateTime().Minute);
        var definition = string.Join(
            ',',
            found
                .EnumerateObject()
                .Where(member => member.Name is not ("id" or "revision" or "next"))
                .Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}")
        );
        var replaced = await SendAsync(HttpMethod.Put, $"/v1/heartbeats/{id}", $"{{{definition}}}");
        Assert.Equal(2, replaced.Json.GetProperty("revision").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Delete, "/v1/heartbeat-workflows/calm")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(HttpMethod.Delete, "/v1/heartbeat-accounts/none")).Status
        );
    }

    [Fact]
    public async Task A_job_that_a_person_answered_ends_with_what_the_persons_browser_observed()
    {
        await StartAsync();
        await Server.Http.AllowLoopbackAsync(Admin);
        await SendAsync(
            HttpMethod.Put,
            "/v1/heartbeat-workflows/alarm",
            """{"trigger":{"statuses":["Completed","Poor Call Quality","Very Poor Call Quality"]}}"""
        );
        using var over = CancellationTokenSource.CreateLinkedTokenSource(RunningServer.Stop);
        await using var person = await CallAnswerer.OpenAsync(
            new AnswererSettings(new IPEndPoint(IPAddress.Loopback, 0)),
            TimeProvider.System
        );
        var answering = person.RunAsync(static _ => { }, over.Token);
        var heartbeat = await Server.Http.DefineAsWrittenAsync(
            Admin,
            $$"""
            {"name":"desk","to":"sip:andy@{{person.LocalEndPoint}}","receiver":{"kind":"human","agentId":"andy"},
             "signalSeconds":2,"workflows":["alarm"]}
            """
        );
        var id = await Server.Http.RunAsync(Admin, heartbeat);
        await Server.Http.JobAsync(Admin, id, "awaiting");
        Assert.Empty(await Server.EventsAsync(DetailTypes.HeartbeatWorkflow, 0));

        var group = Server.Group.Group.Id;
        var observed = new ClosedCall
        {
            Key = CallKey.Of(group, "contact-1", "andy"),
            Group = group,
            ContactId = "contact-1",
            Agent = "andy",
            EndedAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            Profile = 0,
            MosFormula = "effective-latency/1",
            SettingsVersion = 1,
            ChangedSinceSent = false,
            Summary =
                """{"webRTCSession":{"metrics":{"inbound":{"packetsReceived":9,"packetsLostPercentage":4},"rtt":{"avg":90},"jitter":{"avg":5}}}}"""u8.ToArray(),
            Insights = [],
            Recording = [],
        };
        await Server
            .Host.Services.GetRequiredService<Database>()
            .WriteAsync(
                (transaction, stop) =>
                    Server.Host.Services.GetRequiredService<ClosedCallStore>().AddAsync(transaction, observed, stop),
                RunningServer.Stop
            );

        var job = await Server.Http.JobAsync(Server.Group.ReadKey, id, "ended");
        Assert.Equal("contact-1", job.GetProperty("receiverCallId").GetString());
        Assert.Equal(4, job.GetProperty("record").GetProperty("agentLeg").GetProperty("lossPercent").GetDouble());
        var ax = job.GetProperty("scores").GetProperty("ax").GetDouble();
        Assert.InRange(ax, 1, 5);
        var sent = Assert.Single(await Server.EventsAsync(DetailTypes.HeartbeatWorkflow, 1));
        Assert.Empty(CatalogCheck.Check(Encoding.UTF8.GetBytes(sent.GetRawText())).Departures);
        var told = Assert.Single(sent.GetProperty("detail").GetProperty("heartbeats").EnumerateArray());
        Assert.Equal("contact-1", told.GetProperty("receiverCallId").GetString());
        Assert.Equal(ax, told.GetProperty("axScore").GetDouble());
        await over.CancelAsync();
        await answering;
    }

    private static string Shape(string json) =>
        string.Join(
            ' ',
            JsonDocument
                .Parse(json)
                .RootElement[0]
                .EnumerateObject()
                .Select(member => $"{member.Name}:{member.Value.ValueKind}")
        );
}

public sealed class SqliteHeartbeatTests : HeartbeatSuite
{
    private protected override ServerOptions On(ServerOptions options) => options;
}

public sealed class PostgresHeartbeatTests : HeartbeatSuite
{
    private ServedSchema _schema = null!;

    public override async ValueTask InitializeAsync() => _schema = await ServedSchema.CreateAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _schema.DisposeAsync();
    }

    private protected override ServerOptions On(ServerOptions options) =>
        _schema.On(options, Path.Combine(options.DataFolder!, "shared.key"));

    [Fact]
    public async Task Two_servers_on_one_store_dial_each_slot_once()
    {
        const int Count = 12;
        var key = Path.Combine(RunningServer.NewFolder(), "shared.key");
        await using var first = await RunningServer.StartAsync(options => _schema.On(options, key));
        await using var second = await RunningServer.StartAsync(options => _schema.On(options, key));
        var admin = first.Group.AdminKey;
        await first.Http.AllowLoopbackAsync(admin);
        for (var i = 0; i < Count; i++)
        {
            await first.Http.DefineAsync(
                admin,
                """{"rule":"reject","code":603}""",
                "\"schedule\":{\"everySeconds\":86400}",
                $"door {i}"
            );
        }

        // Their slots have come: both servers see it at once.
        var database = first.Host.Services.GetRequiredService<Database>();
        await database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    "UPDATE heartbeat SET cursor_at = sidetone_now_ms() - 1000, due_at = sidetone_now_ms() - 1000",
                    null,
                    stop
                ),
            RunningServer.Stop
        );
        IReadOnlyList<HeartbeatJob> jobs = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                var store = second.Host.Services.GetRequiredService<JobStore>();
                jobs = await store.ListAsync(first.Group.Group.Id, null, null, 1_000, RunningServer.Stop);
                return jobs.Count(job => job.State == JobState.Ended) >= Count;
            },
            TimeSpan.FromSeconds(90)
        );
        Assert.Equal(Count, jobs.Count);
        Assert.Equal(Count, jobs.Select(job => job.Heartbeat).Distinct().Count());
        Assert.All(jobs, job => Assert.Equal("Call Not Accepted by Agent", job.Status));
    }
}
