using System.Text.Json;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.EventBridge;
using Sidetone.Delivery.Files;
using Sidetone.Delivery.Webhooks;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Destinations;

/// <summary>Makes destinations from typed settings, checked before anything is stored.</summary>
public static class NewDestination
{
    /// <summary>A JSON Lines file.</summary>
    /// <param name="place">Whose it is and what its envelopes carry; kind, settings and secrets are filled in.</param>
    /// <param name="settings">The file.</param>
    /// <exception cref="DestinationSettingsException">The settings cannot be used.</exception>
    public static DestinationRecord File(DestinationRecord place, FileSettings settings)
    {
        var record = place with
        {
            Kind = FileDestinationKind.KindName,
            Settings = JsonSerializer.Serialize(settings, DeliveryJson.Default.FileSettings),
        };
        using var kind = new FileDestinationKind(Options.Create(new DeliveryOptions()));
        kind.Open(record);
        return record;
    }

    /// <summary>An event bus of Amazon EventBridge, or a customer's account for a registered partner.</summary>
    /// <param name="place">Whose it is and what its events carry; kind, settings and secrets are filled in.</param>
    /// <param name="settings">The bus.</param>
    /// <param name="secrets">What nobody may read of it.</param>
    /// <exception cref="DestinationSettingsException">The settings cannot be used.</exception>
    public static DestinationRecord EventBridge(
        DestinationRecord place,
        EventBridgeSettings settings,
        EventBridgeSecrets secrets
    )
    {
        // Only the settings: region and credentials may be those of the server's environment, which is not this one.
        EventBridgeSettingsRules.Check(place, settings, secrets);
        return place with
        {
            Kind = EventBridgeDestinationKind.KindName,
            Settings = JsonSerializer.Serialize(settings, DeliveryJson.Default.EventBridgeSettings),
            Secrets =
                secrets == new EventBridgeSecrets()
                    ? null
                    : JsonSerializer.Serialize(secrets, DeliveryJson.Default.EventBridgeSecrets),
        };
    }

    /// <summary>An HTTP endpoint.</summary>
    /// <param name="place">Whose it is and what its envelopes carry; kind, settings and secrets are filled in.</param>
    /// <param name="settings">The endpoint.</param>
    /// <param name="secrets">What nobody may read of it.</param>
    /// <exception cref="DestinationSettingsException">The settings cannot be used.</exception>
    public static DestinationRecord Webhook(DestinationRecord place, WebhookSettings settings, WebhookSecrets secrets)
    {
        var record = place with
        {
            Kind = WebhookDestinationKind.KindName,
            Settings = JsonSerializer.Serialize(settings, DeliveryJson.Default.WebhookSettings),
            Secrets = JsonSerializer.Serialize(secrets, DeliveryJson.Default.WebhookSecrets),
        };
        using var kind = new WebhookDestinationKind(new OutgoingAddressPolicy(false, []), TimeProvider.System);
        kind.Open(record);
        return record;
    }
}
