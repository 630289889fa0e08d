using System.Text;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Storage;
using Sidetone.Storage.Tests;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>The engines that a test runs on.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>The log of the bus on a real database of its own.</summary>
internal sealed class BusRig : IAsyncDisposable
{
    public static readonly Guid Group = Guid.Parse("a28453f9-1111-2222-3333-84d9e67ac297");
    public static readonly Guid OtherGroup = Guid.Parse("b28453f9-1111-2222-3333-84d9e67ac297");

    public static readonly BusTenant Tenant = new(Group, "111122223333", "eu-west-1");

    private BusRig(TestStore store, Database database)
    {
        Store = store;
        Database = database;
        Log = new BusLog(database);
        Resources = new ResourceStore(database);
    }

    public TestStore Store { get; }

    public Database Database { get; }

    public BusLog Log { get; }

    public ResourceStore Resources { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BusRig> OpenAsync(Engine engine)
    {
        TestStore store = engine == Engine.Sqlite ? new SqliteTestStore() : new PostgresTestStore();
        var database = store.Open();
        await database.MigrateAsync(BusTables.Migrations, Stop);
        await store.HoldClockAsync(database);
        return new BusRig(store, database);
    }

    public static BusEvent Event(int number, string type = "CallSummary", Guid? group = null, long edition = 1) =>
        new()
        {
            Group = group ?? Group,
            Bus = "calls",
            Id = new Guid(number, 0, 0, new byte[8]),
            Edition = edition,
            DetailType = type,
            Source = "aws.partner/operata.com/x/calls",
            Time = DateTimeOffset.UnixEpoch,
            Envelope = Encoding.UTF8.GetBytes($$"""{"n":{{number}}}"""),
        };

    /// <summary>Stores resources of the group.</summary>
    public Task<bool> PutAsync<T>(params T[] resources)
        where T : class, IResource =>
        Resources.ChangeAsync(
            async (transaction, stop) =>
            {
                foreach (var resource in resources)
                {
                    await ResourceStore.PutAsync(transaction, Group, resource, stop);
                }

                return true;
            },
            Stop
        );

    /// <summary>Says that the group's events were routed up to a position.</summary>
    public Task<int> RoutedAsync(long position) =>
        Database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    "INSERT INTO bus_route (group_id, position, owner, lease_until) VALUES (@key, @position, '', 0)",
                    new { key = Group.ToByteArray(bigEndian: true), position },
                    stop
                ),
            Stop
        );

    /// <summary>Appends and announces, as a destination does; how many were new.</summary>
    public async Task<int> AppendAsync(params BusEvent[] events)
    {
        var added = await Database.WriteAsync((transaction, stop) => Log.AppendAsync(transaction, events, stop), Stop);
        await Log.AnnounceAsync(Stop);
        return added;
    }

    /// <summary>A group's events after a position, as <c>position:envelope</c>.</summary>
    public async Task<string[]> ReadAsync(long after, int max, params string[] types)
    {
        var page = await Log.ReadAfterAsync(Group, after, types.ToHashSet(StringComparer.Ordinal), max, Stop);
        return [.. page.Events.Select(Text), $"through {page.Through}"];
    }

    public static string Text(LoggedEvent logged) =>
        $"{logged.Position}:{Encoding.UTF8.GetString(logged.Envelope.Span)}";

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
