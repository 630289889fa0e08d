using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.EventBridge;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.EventBridge;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Outgoing;
using Sidetone.Tests.EventBridge;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>The EventBridge destination at the server's own bus: its limits, its refusals, its probes and partners.</summary>
public sealed class ServedBusDeliveryTests
{
    private const string Bus = "calls";
    private const string File = "calls.jsonl";
    private const int OldLimit = 262_144;
    private const int Limit = 1_048_576;

    [Fact]
    public async Task Ninety_five_events_arrive_once_each_at_the_first_attempt()
    {
        await using var served = await StartAsync();
        await using var rig = await OpenAsync(served);
        await rig.AddAsync(EventBridgeRig.Events(95));

        await rig.StartAsync();

        await rig.AllAsync(DeliveryState.Delivered);
        Assert.All(await rig.RowsAsync(), row => Assert.Equal(1, row.Attempts));
        var ids = (await served.WrittenAsync(Bus, File)).Select(OwnId).ToArray();
        Assert.Equal((await rig.RowsAsync()).Select(row => $"sidetone:event/{row.Id}").Order(), ids.Order());
    }

    [Theory]
    [InlineData(OldLimit)]
    [InlineData(Limit)]
    public async Task Bytes_are_counted_alike_up_to_the_last_one(int limit)
    {
        await using var served = await StartAsync(("Bus__Events__RequestBytesMax", $"{limit}"));
        await using var rig = await OpenAsync(served, settings => settings["requestBytesMax"] = limit);
        await rig.AddAsync(EventBridgeRig.EventOf(limit, "c1"), EventBridgeRig.EventOf(limit - 100_000, "c2"));
        await rig.AddAsync(EventBridgeRig.EventOf(100_000, "c3"), EventBridgeRig.EventOf(limit + 1, "c4"));

        await rig.StartAsync();

        await Until.TrueAsync(async () => (await rig.RowsAsync()).All(row => row.State >= 2));
        var aside = Assert.Single(await rig.RowsAsync(), row => row.State == (long)DeliveryState.SetAside);
        Assert.Equal("c4", aside.Contact);
        Assert.Equal(3, (await served.WrittenAsync(Bus, File)).Count);
    }

    [Fact]
    public async Task A_request_over_the_servers_limit_is_refused_and_only_what_is_too_large_alone_is_set_aside()
    {
        await using var served = await StartAsync(("Bus__Events__RequestBytesMax", $"{OldLimit}"));
        await using var rig = await OpenAsync(served, settings => settings["requestBytesMax"] = Limit);
        await rig.AddAsync(
            DeliveryRig.Event("c1"),
            EventBridgeRig.EventOf(OldLimit + 1, "c2"),
            EventBridgeRig.EventOf(OldLimit, "c3")
        );

        await rig.StartAsync();

        await Until.TrueAsync(async () => (await rig.RowsAsync()).All(row => row.State >= 2));
        var aside = Assert.Single(await rig.RowsAsync(), row => row.State == (long)DeliveryState.SetAside);
        Assert.Equal("c2", aside.Contact);
        Assert.StartsWith("ValidationException: ", aside.LastError, StringComparison.Ordinal);
        Assert.Equal(2, (await served.WrittenAsync(Bus, File)).Count);
    }

    [Fact]
    public async Task Entries_for_a_bus_that_is_not_there_are_set_aside_with_the_servers_reason()
    {
        await using var served = await StartAsync();
        await using var rig = await OpenAsync(
            served,
            settings =>
            {
                settings["bus"] = "nowhere";
                settings["probe"] = false;
            }
        );
        await rig.AddAsync(EventBridgeRig.Events(3));

        await rig.StartAsync();

        await rig.AllAsync(DeliveryState.SetAside);
        Assert.All(
            await rig.RowsAsync(),
            row => Assert.Equal("ResourceNotFoundException: Event bus nowhere does not exist.", row.LastError)
        );
    }

    [Fact]
    public async Task One_entry_of_AWSs_own_source_is_refused_and_the_others_are_taken()
    {
        await using var served = await StartAsync();
        using var kind = new EventBridgeDestinationKind(new OutgoingAddressPolicy(true, []), TimeProvider.System);
        var (client, _) = kind.Connect(Record(served));
        using var owned = client;
        EventBridgeEntry Entry(string contact, string source) => new(Outgoing(contact), source, Bus);

        var result = await client.PutEventsAsync(
            EventBridgeEntry.Write([Entry("c1", "sidetone"), Entry("c2", "aws.calls"), Entry("c3", "sidetone")]),
            RunningServer.Stop
        );

        var outcomes = result.Entries!.Select(EntryAnswer.Of).ToArray();
        Assert.IsType<DeliveryOutcome.Delivered>(outcomes[0]);
        var rejected = Assert.IsType<DeliveryOutcome.Rejected>(outcomes[1]);
        Assert.StartsWith("NotAuthorizedForSourceException: ", rejected.Reason, StringComparison.Ordinal);
        Assert.IsType<DeliveryOutcome.Delivered>(outcomes[2]);
        Assert.Equal(2, (await served.WrittenAsync(Bus, File)).Count);
    }

    [Fact]
    public async Task A_bus_that_is_not_there_holds_events_until_it_is_made()
    {
        await using var served = await ServedBus.StartAsync();
        await using var rig = await OpenAsync(served);
        await rig.AddAsync(EventBridgeRig.Events(3));
        await rig.StartAsync();
        await HeldAsync(rig, "ResourceNotFoundException: Event bus calls does not exist.");

        await served.AddBusAsync(Bus);

        await rig.PassTimeUntilAsync(async () => (await rig.RowsAsync()).All(IsDelivered));
        Assert.All(await rig.RowsAsync(), row => Assert.Equal(1, row.Attempts));
    }

    [Fact]
    public async Task A_key_that_does_not_sign_truly_holds_the_destination()
    {
        await using var served = await StartAsync();
        await using var rig = await OpenAsync(served, key: served.Key with { Secret = "another" });
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await rig.StartAsync();
        await HeldAsync(rig, "InvalidSignatureException");

        var record = (await rig.Destinations.ListAsync(DeliveryRig.Group, RunningServer.Stop))[0];
        await rig.Destinations.PutAsync(
            record with
            {
                Secrets = EventBridgeRig.SecretsOf(served.Key),
            },
            RunningServer.Stop
        );

        await rig.PassTimeUntilAsync(async () => (await rig.RowsAsync()).All(IsDelivered));
        Assert.Single(await served.WrittenAsync(Bus, File));
    }

    [Fact]
    public async Task A_partners_events_wait_for_the_bus_of_their_source_and_arrive_there()
    {
        await using var served = await ServedBus.StartAsync();
        await using var rig = await OpenAsync(
            served,
            settings =>
            {
                settings.Remove("bus");
                settings["partnerAccount"] = ServedBus.Account;
            },
            sourcePrefix: "aws.partner/example.com"
        );
        var record = (await rig.Destinations.ListAsync(DeliveryRig.Group, RunningServer.Stop))[0];
        await rig.AddAsync(EventBridgeRig.Events(21));
        await rig.StartAsync();
        using var kind = new EventBridgeDestinationKind(new OutgoingAddressPolicy(true, []), TimeProvider.System);
        var (client, _) = kind.Connect(record);
        using var owned = client;
        await client.CreatePartnerEventSourceAsync(record.Source, ServedBus.Account, RunningServer.Stop);
        await HeldAsync(rig, $"is PENDING in account {ServedBus.Account}");

        await served.AddBusAsync(record.Source);
        await rig.PassTimeUntilAsync(async () => (await rig.RowsAsync()).All(IsDelivered));

        Assert.All(await rig.RowsAsync(), row => Assert.Equal(1, row.Attempts));
        await served.AddFileAsync(record.Source, "partner.jsonl");
        await rig.AddAsync(DeliveryRig.Event("later"));
        await rig.PassTimeUntilAsync(async () => (await rig.RowsAsync()).All(IsDelivered));
        string[] lines = [];
        await Eventually.HoldsAsync(async () => (lines = await served.LinesAsync("partner.jsonl")).Length > 0);
        var later = JsonElement.Parse(Assert.Single(lines));
        Assert.Equal(record.Source, later.GetProperty("source").GetString());
        Assert.Equal($"sidetone:event/{DeliveryRig.Event("later").Id}", OwnId(lines[0]));
    }

    private static bool IsDelivered(DeliveryRow row) => row.State == (long)DeliveryState.Delivered;

    private static string OwnId(string envelope) =>
        JsonElement.Parse(envelope).GetProperty("resources")[0].GetString()!;

    private static OutgoingEvent Outgoing(string contact)
    {
        var sent = DeliveryRig.Event(contact);
        return new OutgoingEvent
        {
            Id = sent.Id,
            Edition = 1,
            Group = sent.Group,
            DetailType = sent.DetailType,
            OccurredAt = sent.OccurredAt,
            Detail = sent.Detail,
            Source = "",
            Account = ServedBus.Account,
            Region = ServedBus.Region,
        };
    }

    private static Task HeldAsync(DeliveryRig rig, string text) =>
        rig.PassTimeUntilAsync(async () =>
            await rig.Status.ConditionsAsync(DeliveryRig.Group, RunningServer.Stop) is [{ IsReady: false } condition]
            && condition.Said.Contains(text, StringComparison.Ordinal)
        );

    /// <summary>A server with the bus and a rule that writes down all of it.</summary>
    private static async Task<ServedBus> StartAsync(params (string Name, string Value)[] settings)
    {
        var served = await ServedBus.StartAsync(settings);
        await served.AddBusAsync(Bus);
        await served.AddFileAsync(Bus, File);
        await served.WrittenAsync(Bus, File);
        return served;
    }

    private static async Task<DeliveryRig> OpenAsync(
        ServedBus served,
        Action<JsonObject>? change = null,
        AccessKey? key = null,
        string sourcePrefix = "sidetone"
    )
    {
        var settings = Settings(served);
        change?.Invoke(settings);
        var rig = await DeliveryRig.OpenAsync(Engine.Sqlite);
        rig.Step = TimeSpan.FromMilliseconds(100);
        await rig.AddDestinationAsync(
            "eventbridge",
            settings: settings.ToJsonString(),
            secrets: EventBridgeRig.SecretsOf(key ?? served.Key),
            sourcePrefix: sourcePrefix
        );
        return rig;
    }

    private static JsonObject Settings(ServedBus served) =>
        new()
        {
            ["bus"] = Bus,
            ["region"] = ServedBus.Region,
            ["endpoint"] = served.Url,
            ["timeoutSeconds"] = 25,
        };

    private static DestinationRecord Record(ServedBus served) =>
        new()
        {
            Id = new DestinationId(Guid.Empty),
            Group = DeliveryRig.Group,
            Name = "main",
            Kind = "eventbridge",
            Settings = Settings(served).ToJsonString(),
            Secrets = EventBridgeRig.SecretsOf(served.Key),
            SourcePrefix = "sidetone",
            BusName = Bus,
            Region = ServedBus.Region,
        };
}
