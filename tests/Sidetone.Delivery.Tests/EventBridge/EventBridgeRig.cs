using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Status;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Delivery.Tests.EventBridge;

/// <summary>Delivery that runs, with one EventBridge destination at a receiver of its own.</summary>
internal sealed class EventBridgeRig : IAsyncDisposable
{
    public const string PartnerAccount = "210987654321";

    private EventBridgeRig(DeliveryRig rig, EventBridgeReceiver receiver, DestinationRecord record)
    {
        Delivery = rig;
        Receiver = receiver;
        Record = record;
    }

    public DeliveryRig Delivery { get; }

    public EventBridgeReceiver Receiver { get; }

    public DestinationRecord Record { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens everything; sending begins with <see cref="DeliveryRig.StartAsync"/>.</summary>
    /// <param name="change">Changes the settings.</param>
    /// <param name="secrets">Secrets instead of the receiver's good key.</param>
    /// <param name="sourcePrefix">The source's first part.</param>
    public static async Task<EventBridgeRig> OpenAsync(
        Action<JsonObject>? change = null,
        string? secrets = null,
        string sourcePrefix = "sidetone"
    )
    {
        var receiver = await EventBridgeReceiver.StartAsync();
        var rig = await DeliveryRig.OpenAsync(Engine.Sqlite);
        var settings = new JsonObject
        {
            ["bus"] = "calls",
            ["region"] = "eu-central-1",
            ["endpoint"] = receiver.Url,
            ["timeoutSeconds"] = 25,
        };
        change?.Invoke(settings);
        var record = await rig.AddDestinationAsync(
            "eventbridge",
            settings: settings.ToJsonString(),
            secrets: secrets ?? SecretsOf(EventBridgeReceiver.Key),
            sourcePrefix: sourcePrefix
        );
        return new EventBridgeRig(rig, receiver, record);
    }

    public static Task<EventBridgeRig> OpenPartnerAsync() =>
        OpenAsync(
            settings =>
            {
                settings.Remove("bus");
                settings["partnerAccount"] = PartnerAccount;
            },
            sourcePrefix: "aws.partner/example.com"
        );

    public static string SecretsOf(AccessKey key) =>
        new JsonObject { ["accessKeyId"] = key.Id, ["secretAccessKey"] = key.Secret }.ToJsonString();

    /// <summary>An event whose entry has a size in bytes.</summary>
    public static OutboxEvent EventOf(int bytes, string contact)
    {
        // 14 for the time, the source, the type, and the resource with the event's id.
        var around =
            14 + $"sidetone/{DeliveryRig.Group}/calls".Length + "CallSummary".Length + "sidetone:event/".Length + 36;
        var empty = $$"""{"contact":"{{contact}}","pad":""}""".Length;
        var pad = new string('x', bytes - around - empty);
        return DeliveryRig.Event(contact, detail: $$"""{"contact":"{{contact}}","pad":"{{pad}}"}""");
    }

    public static OutboxEvent[] Events(int count) =>
        [.. Enumerable.Range(0, count).Select(number => DeliveryRig.Event($"c{number}"))];

    /// <summary>What a node last found out about the destination; null before it did.</summary>
    public async Task<DestinationCondition?> ConditionAsync() =>
        (await Delivery.Status.ConditionsAsync(DeliveryRig.Group, Stop)).SingleOrDefault();

    /// <summary>Waits until the destination is held back with a reason that has a text.</summary>
    public Task HeldAsync(string text) =>
        Delivery.PassTimeUntilAsync(async () =>
            await ConditionAsync() is { IsReady: false } condition
            && condition.Said.Contains(text, StringComparison.Ordinal)
        );

    /// <summary>Waits until all is delivered, letting time pass.</summary>
    public Task DeliveredAsync() =>
        Delivery.PassTimeUntilAsync(async () =>
            (await Delivery.RowsAsync()).All(row => row.State == (long)DeliveryState.Delivered)
        );

    public async Task<HealthStatus> HealthAsync() =>
        (await Delivery.Get<DeliveryHealth>().CheckHealthAsync(new HealthCheckContext(), Stop)).Status;

    /// <summary>Our ids of what rules saw, in order.</summary>
    public IReadOnlyList<string> TakenIds => [.. Receiver.Taken.Select(taken => taken.StableId)];

    /// <summary>How many entries each request that put events had.</summary>
    public IReadOnlyList<int> RequestSizes =>
        [
            .. Receiver
                .Calls.Where(call => call.Operation.StartsWith("Put", StringComparison.Ordinal))
                .Select(call => call.Entries),
        ];

    public async ValueTask DisposeAsync()
    {
        await Delivery.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
