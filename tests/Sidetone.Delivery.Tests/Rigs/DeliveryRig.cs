using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Sidetone.Bus.Log;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Status;
using Sidetone.Delivery.Webhooks;
using Sidetone.Outgoing;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;
using Sidetone.Storage.Tests;

namespace Sidetone.Delivery.Tests.Rigs;

/// <summary>The engines that a test runs on.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>Delivery on a real database of its own, with a clock that the test moves.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    public static readonly Guid Group = Guid.Parse("a28453f9-1111-2222-3333-84d9e67ac297");

    private readonly TestStore _store;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sidetone-delivery-");
    private readonly IHost _host;
    private readonly SecretBox _secrets = new(new byte[SecretBox.KeyBytes]);

    private DeliveryRig(TestStore store, Database database, Action<IServiceCollection> also)
    {
        _store = store;
        Database = database;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Delivery:FileFolder"] = FileFolder, ["Delivery:Node"] = "node-1" }
        );
        builder.Services.AddSingleton<TimeProvider>(store.Time);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton<ISecretBox>(_secrets);
        builder.Services.AddSingleton(new OutgoingAddressPolicy(allowLoopback: true, []));
        builder.Services.AddSingleton<BusLog>();
        builder.Services.AddSingleton<IDestinationKind>(provider => new BuiltInBusDestinationKind(
            provider.GetRequiredService<BusLog>(),
            "ap-southeast-2"
        ));
        builder.Services.AddDelivery();
        also(builder.Services);
        _host = builder.Build();
    }

    public FakeTimeProvider Time => _store.Time;

    public Database Database { get; }

    public string FileFolder => Path.Combine(_folder.FullName, "events");

    public EventOutbox Outbox => Get<EventOutbox>();

    public DestinationStore Destinations => Get<DestinationStore>();

    public DeliveryClaims Claims => Get<DeliveryClaims>();

    public DeliveryStatus Status => Get<DeliveryStatus>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<DeliveryRig> OpenAsync(Engine engine, Action<IServiceCollection>? also = null)
    {
        TestStore store = engine == Engine.Sqlite ? new SqliteTestStore() : new PostgresTestStore();
        var database = store.Open();
        await database.MigrateAsync([.. DeliveryTables.Migrations, .. BusTables.Migrations], Stop);
        await store.HoldClockAsync(database);
        return new DeliveryRig(store, database, also ?? (_ => { }));
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Starts sending.</summary>
    public Task StartAsync() => _host.StartAsync(Stop);

    /// <summary>Stops sending; what is under way ends first.</summary>
    public Task StopAsync() => _host.StopAsync(Stop);

    public Task AdvanceAsync(TimeSpan by) => _store.AdvanceAsync(by);

    public async Task<DestinationRecord> AddDestinationAsync(
        string kind,
        string name = "main",
        string settings = "{}",
        string? secrets = null,
        string sourcePrefix = "aws.partner/operata.com"
    )
    {
        var record = new DestinationRecord
        {
            Id = DestinationId.New(Time),
            Group = Group,
            Name = name,
            Kind = kind,
            Settings = settings,
            Secrets = secrets,
            SourcePrefix = sourcePrefix,
            BusName = "calls",
            Region = "ap-southeast-2",
        };
        await Destinations.PutAsync(record, Stop);
        return record;
    }

    /// <summary>Adds events for every destination of the group and wakes the senders, as closing a call does.</summary>
    public async Task AddAsync(params OutboxEvent[] events)
    {
        await Database.WriteAsync(
            async (transaction, stop) =>
            {
                var destinations = await DestinationStore.IdsAsync(transaction, Group, stop);
                await Outbox.AddAsync(transaction, events, destinations, stop);
                return true;
            },
            Stop
        );
        await Outbox.AnnounceAsync(Stop);
    }

    public static OutboxEvent Event(string contact, string type = "CallSummary", string detail = "{\"mos\":4.41}") =>
        new()
        {
            Id = EventId.For(Group, type, contact, "ada"),
            Group = Group,
            DetailType = type,
            Key = $"{contact} ada",
            ContactId = contact,
            OccurredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
            Detail = Encoding.UTF8.GetBytes(detail),
        };

    /// <summary>Every delivery, in order.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> RowsAsync() =>
        await Database.QueryAsync<DeliveryRow>(
            """
            SELECT d.event_id AS EventId, d.state AS State, d.attempts AS Attempts, d.last_error AS LastError,
                d.external_id AS ExternalId, e.detail_type AS DetailType, e.contact_id AS Contact
            FROM outbox_delivery d JOIN outbox_event e ON e.event_id = d.event_id ORDER BY d.position
            """,
            null,
            Stop
        );

    /// <summary>Waits until every delivery is in a state.</summary>
    public Task AllAsync(DeliveryState state) =>
        Until.TrueAsync(async () => (await RowsAsync()).All(row => row.State == (long)state));

    /// <summary>Lets time pass, a little at a time, until something holds.</summary>
    public async Task PassTimeUntilAsync(Func<Task<bool>> holds) =>
        await Until.TrueAsync(async () =>
        {
            if (await holds())
            {
                return true;
            }

            await AdvanceAsync(TimeSpan.FromMilliseconds(500));
            return false;
        });

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _secrets.Dispose();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

internal sealed class DeliveryRow
{
    public byte[] EventId { get; init; } = [];
    public long State { get; init; }
    public long Attempts { get; init; }
    public string? LastError { get; init; }
    public string? ExternalId { get; init; }
    public string DetailType { get; init; } = "";
    public string? Contact { get; init; }

    public EventId Id => Delivery.Outbox.EventId.Parse(EventId);
}
