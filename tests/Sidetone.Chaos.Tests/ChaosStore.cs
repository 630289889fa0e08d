using System.Globalization;
using Sidetone.Delivery.Destinations;
using Sidetone.Groups;
using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Chaos.Tests;

/// <summary>
/// A store with one group, whose events go to the built-in bus, to a file and, when there is one, to EventBridge, and
/// how a server runs on it.
/// </summary>
internal sealed class ChaosStore(string folder, string? url, EventBridgeReceiver? aws = null)
{
    /// <summary>How long a call waits for its gaps: short, so that many are closed before their last batch comes.</summary>
    public static readonly TimeSpan GapWait = TimeSpan.FromMilliseconds(400);

    public string Folder => folder;

    /// <summary>The EventBridge that events go to, if they do.</summary>
    public EventBridgeReceiver? Aws => aws;

    public bool IsEmbedded => url is null;

    public CreatedGroup Group { get; private set; } = null!;

    /// <summary>The lines of the file destination.</summary>
    public string EventFile => Path.Combine(folder, "events", Group.Group.Id.ToString(), "events.jsonl");

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
            ["Logging__LogLevel__Default"] = "Warning",
            ["AWS_ACCESS_KEY_ID"] = EventBridgeReceiver.Key.Id,
            ["AWS_SECRET_ACCESS_KEY"] = EventBridgeReceiver.Key.Secret,
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
                if (aws is not null)
                {
                    await DestinationStore.AddOpenAsync(transaction, AwsDestination(aws), token);
                }

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

    private DestinationRecord AwsDestination(EventBridgeReceiver receiver) =>
        FileDestination() with
        {
            Id = new DestinationId(Guid.CreateVersion7()),
            Name = "aws",
            Kind = "eventbridge",
            Settings = $$"""{"bus":"calls","region":"eu-central-1","endpoint":"{{receiver.Url}}"}""",
        };
}
