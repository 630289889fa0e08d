using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sidetone.Bus;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Streams;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Delivery.Webhooks;
using Sidetone.Outgoing;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;
using Sidetone.Storage.Sqlite;

namespace Sidetone.Delivery.Tests.Dispatch;

public sealed class EndToStreamTests(ITestOutputHelper output)
{
    private const int PerSecond = 100;
    private const int Seconds = 15;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// From the commit that adds a call's two events to their arrival at a reader of the stream, on the embedded store
    /// with real time: a measurement, run when asked for.
    /// </summary>
    [Fact(Explicit = true)]
    public async Task A_hundred_calls_ending_per_second_reach_a_streams_reader_within_a_second()
    {
        var folder = Directory.CreateTempSubdirectory("sidetone-latency-");
        await using var database = SqliteDatabase.Open(
            new SqliteSettings { Folder = folder.FullName },
            TimeProvider.System
        );
        await database.MigrateAsync([.. DeliveryTables.Migrations, .. BusTables.Migrations], Stop);
        await using var app = await StartAsync(database);
        await app.Services.GetRequiredService<DestinationStore>().PutAsync(Bus(), Stop);
        var arrivals = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var http = new HttpClient();
        var reading = ReadAsync(http, new Uri($"{app.Urls.Single()}/v1/events/stream?after=0"), arrivals);

        var commits = await EndCallsAsync(database, app.Services.GetRequiredService<EventOutbox>());
        await reading;

        var delays = commits
            .SelectMany(commit => commit.Ids.Select(id => Stopwatch.GetElapsedTime(commit.At, arrivals[id])))
            .Order()
            .ToArray();
        var p99 = delays[(int)(delays.Length * 0.99)];
        output.WriteLine($"p50 {delays[delays.Length / 2]}, p99 {p99}, longest {delays[^1]}, {delays.Length} events");
        Assert.True(p99 <= TimeSpan.FromSeconds(1), $"p99 {p99}.");
    }

    private static async Task<WebApplication> StartAsync(Database database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder
            .Services.AddSingleton(database)
            .AddSingleton<ISecretBox>(new SecretBox(new byte[SecretBox.KeyBytes]))
            .AddSingleton(new OutgoingAddressPolicy(allowLoopback: true, []))
            .AddSingleton<IBusTenants>(new NoTenants())
            .AddBus()
            .AddDelivery()
            .AddSingleton<IDestinationKind>(provider => new BuiltInBusDestinationKind(
                provider.GetRequiredService<BusLog>(),
                "eu-west-1"
            ));
        var app = builder.Build();
        app.MapBusStream(_ => ValueTask.FromResult<Guid?>(DeliveryRig.Group));
        await app.StartAsync(Stop);
        return app;
    }

    private static async Task<IReadOnlyList<(long At, string[] Ids)>> EndCallsAsync(
        Database database,
        EventOutbox outbox
    )
    {
        var detail = $$"""{"pad":"{{new string('x', 3_000)}}"}""";
        var ending = new List<Task<(long, string[])>>();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond), TimeProvider.System);
        for (var i = 0; i < PerSecond * Seconds && await pace.WaitForNextTickAsync(Stop); i++)
        {
            OutboxEvent[] events =
            [
                DeliveryRig.Event($"c{i}", "CallSummary", detail),
                DeliveryRig.Event($"c{i}", "InsightsSummary", detail),
            ];
            ending.Add(EndCallAsync(database, outbox, events));
        }

        return await Task.WhenAll(ending);
    }

    private static async Task<(long, string[])> EndCallAsync(
        Database database,
        EventOutbox outbox,
        OutboxEvent[] events
    )
    {
        var at = Stopwatch.GetTimestamp();
        await database.WriteAsync(
            async (transaction, stop) =>
            {
                var destinations = await DestinationStore.IdsAsync(transaction, DeliveryRig.Group, stop);
                await outbox.AddAsync(transaction, events, destinations, stop);
                return true;
            },
            Stop
        );
        await outbox.AnnounceAsync(Stop);
        return (at, [.. events.Select(added => added.Id.ToString())]);
    }

    private static async Task ReadAsync(HttpClient http, Uri stream, ConcurrentDictionary<string, long> arrivals)
    {
        using var lines = new StreamReader(await http.GetStreamAsync(stream, Stop));
        while (arrivals.Count < 2 * PerSecond * Seconds && await lines.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var at = Stopwatch.GetTimestamp();
                using var envelope = JsonDocument.Parse(line.AsMemory("data: ".Length));
                arrivals.TryAdd(envelope.RootElement.GetProperty("id").GetString() ?? "", at);
            }
        }
    }

    private static DestinationRecord Bus() =>
        new()
        {
            Id = new DestinationId(Guid.Parse("00000000-0000-0000-0000-000000000001")),
            Group = DeliveryRig.Group,
            Name = "bus",
            Kind = BuiltInBusDestinationKind.KindName,
            SourcePrefix = "aws.partner/operata.com",
            BusName = "sidetone",
            Region = "eu-west-1",
        };

    private sealed class NoTenants : IBusTenants
    {
        public ValueTask<BusTenant?> FindAsync(Guid group, CancellationToken cancellation) => new((BusTenant?)null);
    }
}
