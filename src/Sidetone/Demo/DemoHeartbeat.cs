using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Webhooks;
using Sidetone.Groups;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Scores;
using Sidetone.Heartbeat.Workflows;

namespace Sidetone.Demo;

/// <summary>The demo's test call: the server calls itself over SIP on this machine, and tells how it went whatever it was.</summary>
internal sealed class DemoHeartbeat(IServiceProvider services, AccountGroup group, TimeProvider time)
{
    /// <summary>What it is, for people.</summary>
    public const string Title = "a test call on this machine";

    private const string Name = "front door";
    private const string WorkflowName = "tell";
    private const int SignalSeconds = 5;

    /// <summary>Defines it and begins the call.</summary>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        var rules = DialRuleSet.Parse("""{"patterns":["sip:*@127.0.0.1:*"]}""");
        await services.GetRequiredService<DialRuleStore>().PutAsync(group.Id, rules, cancellation);
        var workflow = new Workflow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Name = WorkflowName,
            Trigger = new WorkflowTrigger { Statuses = JobStatus.Outcomes },
        };
        var place = BuiltInBus.DestinationOf(group) with { Id = DestinationId.New(time) };
        await services
            .GetRequiredService<WorkflowStore>()
            .PutAsync(place, workflow, webhook: null, new WebhookSecrets(), cancellation);
        var heartbeat = await services
            .GetRequiredService<HeartbeatStore>()
            .AddAsync(group.Id, DefinitionJson.Parse(Definition()), cancellation);
        await services.GetRequiredService<JobPlanner>().RunAsync(group.Id, heartbeat.Id, cancellation);
    }

    private static string Definition() =>
        new JsonObject
        {
            ["name"] = Name,
            ["to"] = string.Create(CultureInfo.InvariantCulture, $"sip:agent@127.0.0.1:{FreePort()}"),
            ["receiver"] = new JsonObject { ["kind"] = "virtual", ["agentId"] = "virtual-agent" },
            ["signalSeconds"] = SignalSeconds,
            ["workflows"] = new JsonArray(WorkflowName),
        }.ToJsonString();

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
