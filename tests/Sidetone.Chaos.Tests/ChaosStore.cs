using System.Data.Common;
using System.Globalization;
using Sidetone.Bus.Archives;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Groups;
using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Chaos.Tests;

/// <summary>A store with one group, whose events go to the built-in bus and to a file, and how a server runs on it.</summary>
internal sealed class ChaosStore(string folder, string? url)
{
    /// <summary>How long a call waits for its gaps: short, so that many are closed before their last batch comes.</summary>
    public static readonly TimeSpan GapWait = TimeSpan.FromMilliseconds(400);

    public string Folder => folder;

    public bool IsEmbedded => url is null;

    public CreatedGroup Group { get; private set; } = null!;

    /// <summary>The lines of the file destination.</summary>
    public string EventFile => Path.Combine(folder, "events", Group.Group.Id.ToString(), "events.jsonl");

    /// <summary>The lines of the file that a rule of the group's bus sends every event to.</summary>
    public string RuleFile => Path.Combine(folder, "bus", Group.Group.Id.ToString(), "rule.jsonl");

    /// <summary>The store as <c>serve</c> is told.</summary>
    public IReadOnlyList<string> Arguments => url is null ? ["--data", folder] : ["--data", folder, "--store", url];

    /// <summary>The server's settings, as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>
        {
            ["Log__GapWait"] = GapWait.ToString("c", CultureInfo.InvariantCulture),
            // What a killed server had claimed is taken up soon.
            ["Closing__Lease"] = "00:00:01",
            ["Closing__RetryAfter"] = "00:00:01",
            ["Closing__LookEvery"] = "00:00:00.100",
            ["Delivery__Lease"] = "00:00:05",
            ["Delivery__LongestRetryDelay"] = "00:00:02",
            ["Delivery__FileFolder"] = Path.Combine(folder, "events"),
            ["Bus__Files__Folder"] = Path.Combine(folder, "bus"),
            ["Bus__Routing__Lease"] = "00:00:01",
            ["Bus__Invocations__Lease"] = "00:00:05",
            ["Bus__Invocations__LookEvery"] = "00:00:00.500",
            ["Logging__LogLevel__Default"] = "Warning",
        };

    /// <summary>Makes the tables, the group and its destinations.</summary>
    public async Task CreateAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var database = Open();
        await database.MigrateAsync(Stores.Migrations, stop);
        Group = await new GroupStore(database, TimeProvider.System).CreateAsync(
            "chaos",
            AccountGroup.DefaultAccount,
            GroupSettings.Default,
            stop
        );
        await database.WriteAsync(
            async (transaction, token) =>
            {
                await DestinationStore.AddOpenAsync(transaction, FileDestination(), token);
                await AddRuleAsync(transaction, token);
                return true;
            },
            stop
        );
    }

    /// <summary>The number that a statement gives.</summary>
    public async Task<long> NumberAsync(string sql) => Convert.ToInt64(await ScalarAsync(sql), null);

    /// <summary>The value that a statement gives.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var database = Open();
        return await database.ReadAsync(
            async (connection, stop) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                return await command.ExecuteScalarAsync(stop);
            },
            TestContext.Current.CancellationToken
        );
    }

    private Database Open() => Stores.Open(folder, url, TimeProvider.System);

    /// <summary>A rule that sends every event of the group's bus to a file, and an archive that keeps them.</summary>
    private async Task AddRuleAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        var bus = BuiltInBusDestinationKind.BusOf(BuiltInBus.DestinationOf(Group.Group));
        var group = Group.Group.Id;
        await ResourceStore.PutAsync(
            transaction,
            group,
            new RuleRecord
            {
                Bus = bus,
                Name = "every",
                EventPattern = """{"account":[{"exists":true}]}""",
                State = "ENABLED",
                CreatedAt = Group.Group.CreatedAt,
            },
            cancellation
        );
        await ResourceStore.PutAsync(
            transaction,
            group,
            new TargetRecord
            {
                Bus = bus,
                Rule = "every",
                Id = "file",
                Arn = $"arn:sidetone:bus:us-east-1:{Group.Group.Account}:file/rule.jsonl",
            },
            cancellation
        );
        await ResourceStore.PutAsync(
            transaction,
            group,
            new ArchiveRecord
            {
                Name = "every",
                Id = Guid.CreateVersion7(),
                Bus = bus,
                State = "ENABLED",
                CreatedAt = Group.Group.CreatedAt,
            },
            cancellation
        );
    }

    private DestinationRecord FileDestination() =>
        new()
        {
            Id = new DestinationId(Guid.CreateVersion7()),
            Group = Group.Group.Id,
            Name = "file",
            Kind = "file",
            Settings = """{"name":"events.jsonl"}""",
            SourcePrefix = "sidetone",
            BusName = "sidetone",
            Account = AccountGroup.DefaultAccount,
            Region = "us-east-1",
        };
}
