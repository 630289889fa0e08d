using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Files;
using Sidetone.Delivery.Outbox;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Workflows;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;
using Sidetone.Storage.Tests;

namespace Sidetone.Heartbeat.Tests.Rigs;

/// <summary>Heartbeats on a real database, with a clock that the test moves and calls that go into a script.</summary>
internal sealed class HeartbeatRig : IAsyncDisposable
{
    public static readonly Guid Group = Guid.Parse("5bbbd17a-1111-2222-3333-c4674035f406");
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly TestStore _store;
    private readonly SecretBox _secrets = new(new byte[SecretBox.KeyBytes]);

    private HeartbeatRig(TestStore store, Database database)
    {
        _store = store;
        Database = database;
        Heartbeats = new HeartbeatStore(database, store.Time);
        Accounts = new SipAccountStore(database, _secrets);
        Rules = new DialRuleStore(database);
        Destinations = new DestinationStore(database, _secrets);
        Workflows = new WorkflowStore(database, Destinations);
        Jobs = new JobStore(database);
        First = NodeOn(database);
    }

    public Database Database { get; }
    public HeartbeatStore Heartbeats { get; }
    public SipAccountStore Accounts { get; }
    public DialRuleStore Rules { get; }
    public DestinationStore Destinations { get; }
    public WorkflowStore Workflows { get; }
    public JobStore Jobs { get; }

    /// <summary>The node of tests that need one.</summary>
    public HeartbeatNode First { get; }

    public DateTimeOffset Now => _store.Time.GetUtcNow();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<HeartbeatRig> OpenAsync(TestStore store)
    {
        var database = store.Open();
        await database.MigrateAsync([.. DeliveryTables.Migrations, .. HeartbeatTables.Migrations], Stop);
        await store.HoldClockAsync(database);
        var rig = new HeartbeatRig(store, database);
        await rig.Rules.PutAsync(Group, DialRuleSet.Parse("""{"patterns":["sip:*@pbx.example"]}"""), Stop);
        return rig;
    }

    /// <summary>Another node on the same database.</summary>
    public HeartbeatNode AnotherNode() => NodeOn(_store.OpenAnotherNode(Database));

    public Task AdvanceAsync(TimeSpan by) => _store.AdvanceAsync(by);

    public async Task<StoredHeartbeat> AddAsync(
        string members = "\"schedule\":{\"everySeconds\":600}",
        string name = "door"
    ) =>
        await Heartbeats.AddAsync(
            Group,
            DefinitionJson.Parse(
                $$"""{"name":"{{name}}","to":"sip:door@pbx.example","receiver":{"kind":"virtual","agentId":"kanchan"},{{members}}}"""
            ),
            Stop
        );

    public async Task<Workflow> AddWorkflowAsync(string trigger, bool isEvent = true, string name = "alarm") =>
        await Workflows.PutAsync(
            Place("place"),
            Workflow.Parse(
                $$"""{"name":"{{name}}","trigger":{{trigger}},"event":{{(isEvent ? "true" : "false")}}}""",
                Guid.CreateVersion7(Now)
            ),
            webhook: null,
            new Delivery.Webhooks.WebhookSecrets(),
            Stop
        );

    public async Task<DestinationRecord> AddDestinationAsync()
    {
        var file = NewDestination.File(Place("file"), new FileSettings { Name = "events.jsonl" });
        await Destinations.PutAsync(file, Stop);
        return file;
    }

    public DestinationRecord Place(string name) =>
        new()
        {
            Id = DestinationId.New(_store.Time),
            Group = Group,
            Name = name,
            Kind = "file",
            SourcePrefix = "sidetone",
            BusName = "sidetone",
            Region = "us-east-1",
        };

    /// <summary>Jobs of the group, the oldest first.</summary>
    public async Task<IReadOnlyList<HeartbeatJob>> AllJobsAsync() =>
        [.. (await Jobs.ListAsync(Group, null, null, 1_000, Stop)).Reverse()];

    /// <summary>The details of the events in the outbox, in the order in which they were added.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync() =>
        [
            .. (
                await Database.QueryAsync<byte[]>(
                    "SELECT detail FROM outbox_event ORDER BY created_at, thing",
                    null,
                    Stop
                )
            ).Select(detail => JsonDocument.Parse(Encoding.UTF8.GetString(StoredText.Unpack(detail))).RootElement),
        ];

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _secrets.Dispose();
    }

    /// <summary>A node that places its calls in another way than into a script.</summary>
    public HeartbeatNode NodeWith(ICallPlacer placer) => NodeOn(Database, placer);

    private HeartbeatNode NodeOn(Database database, ICallPlacer? placer = null)
    {
        var ending = new JobEnding(new EventOutbox(database), _store.Time);
        return new HeartbeatNode(
            database,
            new JobClaims(database, new DialRuleStore(database), ending),
            new AgentLegWaits(database, ending),
            Accounts,
            _store.Time,
            placer
        );
    }
}

/// <summary>One server's part in heartbeats, step by step.</summary>
internal sealed class HeartbeatNode
{
    private readonly JobRunner _runner;

    public HeartbeatNode(
        Database database,
        JobClaims claims,
        AgentLegWaits waits,
        SipAccountStore accounts,
        TimeProvider time,
        ICallPlacer? placer = null
    )
    {
        Planner = new JobPlanner(database, time);
        Claims = claims;
        Waits = waits;
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _runner = new JobRunner(
            claims,
            waits,
            accounts,
            placer ?? Placer,
            new LiveCalls(),
            new HeartbeatMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()),
            time,
            Options.Create(new HeartbeatOptions { Lease = HeartbeatRig.Lease }),
            NullLogger<JobRunner>.Instance
        );
    }

    public ScriptedPlacer Placer { get; } = new();

    public JobPlanner Planner { get; }

    public JobClaims Claims { get; }

    public AgentLegWaits Waits { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes jobs of everything that is due.</summary>
    public async Task PlanAsync()
    {
        while (await Planner.PlanOneAsync(HeartbeatRig.Grace, Stop)) { }
    }

    public async Task<ClaimedJob?> ClaimAsync() =>
        (await Claims.ClaimAsync("node", HeartbeatRig.Lease, HeartbeatRig.Grace, Stop) as ClaimOutcome.Claimed)?.Job;

    public Task RunAsync(ClaimedJob claimed, CancellationToken stopping = default) =>
        _runner.RunAsync(claimed, stopping);

    /// <summary>Plans what is due, and runs what waits.</summary>
    public async Task RunDueAsync()
    {
        await PlanAsync();
        while (
            await Claims.ClaimAsync("node", HeartbeatRig.Lease, HeartbeatRig.Grace, Stop)
                is not ClaimOutcome.Nothing
                    and var outcome
        )
        {
            if (outcome is ClaimOutcome.Claimed claimed)
            {
                await RunAsync(claimed.Job);
            }
        }
    }
}
