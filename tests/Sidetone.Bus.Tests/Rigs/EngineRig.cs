using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidetone.Bus.Archives;
using Sidetone.Bus.Events;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Routing;
using Sidetone.Bus.Rules;
using Sidetone.Outgoing;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>The bus's engine room on a real database, moved by the test step by step.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sidetone-bus-");
    private readonly List<ServiceProvider> _nodes = [];

    private EngineRig(BusRig bus, IReadOnlyDictionary<string, string?> settings)
    {
        Bus = bus;
        Settings = settings;
        Services = AddNode("one", bus.Database);
    }

    public BusRig Bus { get; }

    public IReadOnlyDictionary<string, string?> Settings { get; }

    public IServiceProvider Services { get; }

    public Guid Group => BusRig.Group;

    public FailedInvocations Failures => Services.GetRequiredService<FailedInvocations>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<EngineRig> OpenAsync(Engine engine, params (string Key, string Value)[] settings) =>
        new(await BusRig.OpenAsync(engine), settings.ToDictionary(entry => entry.Key, entry => (string?)entry.Value));

    /// <summary>Another node on the same store; also this one after a restart, when it has the same name.</summary>
    public ServiceProvider AddNode(string name, Database? database = null, bool allowLoopback = true)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Bus:Routing:Node"] = name,
                        ["Bus:Invocations:Node"] = name,
                        ["Bus:Files:Folder"] = _folder.FullName,
                    }
                )
                .AddInMemoryCollection(Settings)
                .Build()
        );
        services.AddSingleton<TimeProvider>(Bus.Store.Time);
        services.AddSingleton(database ?? Bus.Store.OpenAnotherNode(Bus.Database));
        services.AddSingleton<IBusTenants>(new OneTenant());
        services.AddSingleton<ISecretBox>(new SecretBox(new byte[SecretBox.KeyBytes]));
        services.AddSingleton(new OutgoingAddressPolicy(allowLoopback, []));
        services.AddBus();
        var node = services.BuildServiceProvider();
        _nodes.Add(node);
        return node;
    }

    /// <summary>Stores a rule with targets.</summary>
    public async Task PutRuleAsync(
        string pattern,
        IReadOnlyList<TargetRecord> targets,
        string name = "rule",
        string bus = "default",
        string state = "ENABLED"
    )
    {
        await Bus.PutAsync(
            new RuleRecord
            {
                Bus = bus,
                Name = name,
                EventPattern = pattern,
                State = state,
                CreatedAt = Bus.Store.Time.GetUtcNow(),
            }
        );
        await Bus.PutAsync([.. targets.Select(target => target with { Bus = bus, Rule = name })]);
    }

    /// <summary>A target that is a file of the group.</summary>
    public static TargetRecord File(string name = "out.jsonl", string id = "1") =>
        Target($"arn:sidetone:bus:eu-west-1:111122223333:file/{name}", id);

    public static TargetRecord Target(string arn, string id = "1") =>
        new()
        {
            Bus = "default",
            Rule = "rule",
            Id = id,
            Arn = arn,
        };

    /// <summary>Puts events with these details; their ids.</summary>
    public async Task<string[]> PutEventsAsync(params string[] details) => await PutEventsOnAsync("default", details);

    public async Task<string[]> PutEventsOnAsync(string bus, params string[] details)
    {
        var ids = new List<string>();
        foreach (var ten in details.Chunk(10))
        {
            var outcomes = await Services
                .GetRequiredService<EventIntake>()
                .PutAsync(
                    BusRig.Tenant,
                    [
                        .. ten.Select(detail => new EventEntry
                        {
                            Source = "org.example",
                            DetailType = "Tried",
                            Detail = detail,
                            EventBusName = bus,
                        }),
                    ],
                    Stop
                );
            ids.AddRange(outcomes.Select(outcome => outcome.EventId!));
        }

        return [.. ids];
    }

    /// <summary>Routes everything that waits.</summary>
    public async Task<int> RouteAsync(IServiceProvider? node = null)
    {
        var total = 0;
        while (await (node ?? Services).GetRequiredService<EventRouter>().RouteAsync(Stop) is > 0 and var routed)
        {
            total += routed;
        }

        return total;
    }

    /// <summary>Makes every invocation that is due, once; dead letters of this round are left for the next.</summary>
    public async Task InvokeAsync(IServiceProvider? node = null)
    {
        node ??= Services;
        foreach (var lane in await node.GetRequiredService<InvocationClaims>().DueAsync(Stop))
        {
            if (lane.DueIn <= TimeSpan.Zero)
            {
                await node.GetRequiredService<LaneWorker>().DrainAsync(lane, Stop);
            }
        }
    }

    /// <summary>Routes and invokes.</summary>
    public async Task WorkAsync()
    {
        await RouteAsync();
        await InvokeAsync();
    }

    /// <summary>The lines of a file target.</summary>
    public IReadOnlyList<string> Lines(string name = "out.jsonl")
    {
        var path = Path.Combine(_folder.FullName, Group.ToString(), name);
        return System.IO.File.Exists(path) ? System.IO.File.ReadAllLines(path, Encoding.UTF8) : [];
    }

    public string FilePath(string name) => Path.Combine(_folder.FullName, Group.ToString(), name);

    public Task<long> CountAsync(string from) => NumberAsync($"SELECT COUNT(*) FROM {from}");

    public async Task<long> NumberAsync(string sql) => (await Bus.Database.QueryAsync<long>(sql, null, Stop)).Single();

    public ArchiveRecord Archive(string name = "kept", string? pattern = null) =>
        new()
        {
            Name = name,
            Id = Guid.CreateVersion7(),
            Bus = "default",
            EventPattern = pattern,
            State = "ENABLED",
            CreatedAt = Bus.Store.Time.GetUtcNow(),
        };

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Bus.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed class OneTenant : IBusTenants
    {
        public ValueTask<BusTenant?> FindAsync(Guid group, CancellationToken cancellation) =>
            ValueTask.FromResult(group == BusRig.Group ? BusRig.Tenant : null);
    }
}
