using Sidetone.Delivery.Aws;
using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.EventBridge;

/// <summary>Destinations that are event buses of Amazon EventBridge, or of what speaks its API.</summary>
internal sealed class EventBridgeDestinationKind(OutgoingAddressPolicy policy, TimeProvider time)
    : IDestinationKind,
        IDisposable
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "eventbridge";

    private readonly AwsHttpClients _guarded = AwsHttpClients.Guarded(policy);
    private readonly AwsHttpClients _open = AwsHttpClients.Open();

    public string Name => KindName;

    public bool IsProbed => true;

    public IDestination Open(DestinationRecord record)
    {
        var (settings, secrets) = Read(record);
        return new EventBridgeDestination(Connect(settings, secrets), settings, record.Source, time);
    }

    /// <summary>The client that calls where a destination is, for what is done beside sending.</summary>
    /// <exception cref="DestinationSettingsException">The settings do not describe a place of this kind.</exception>
    public (EventBridgeClient Client, EventBridgeSettings Settings) Connect(DestinationRecord record)
    {
        var (settings, secrets) = Read(record);
        return (Connect(settings, secrets), settings);
    }

    public void Dispose()
    {
        _guarded.Dispose();
        _open.Dispose();
    }

    private static (EventBridgeSettings Settings, EventBridgeSecrets Secrets) Read(DestinationRecord record)
    {
        var settings = DeliveryJson.Read(
            record.Settings,
            DeliveryJson.Default.EventBridgeSettings,
            "eventbridge settings"
        );
        var secrets = record.Secrets is { } json
            ? DeliveryJson.Read(json, DeliveryJson.Default.EventBridgeSecrets, "eventbridge secrets")
            : new EventBridgeSecrets();
        EventBridgeSettingsRules.Check(record, settings, secrets);
        return (settings, secrets);
    }

    private EventBridgeClient Connect(EventBridgeSettings settings, EventBridgeSecrets secrets) =>
        EventBridgeConnection.Open(settings, secrets, settings.Endpoint is null ? _open : _guarded, _open, time);
}
