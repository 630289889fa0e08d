using System.Text.Json;
using System.Text.Json.Serialization;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.EventBridge;
using Sidetone.Delivery.Files;
using Sidetone.Delivery.Webhooks;

namespace Sidetone.Delivery;

/// <summary>The stored settings of our kinds of destination.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(FileSettings))]
[JsonSerializable(typeof(EventBridgeSettings))]
[JsonSerializable(typeof(EventBridgeSecrets))]
[JsonSerializable(typeof(WebhookSettings))]
[JsonSerializable(typeof(WebhookSecrets))]
internal sealed partial class DeliveryJson : JsonSerializerContext
{
    /// <summary>Reads settings; what is wrong with them is a message for the operator.</summary>
    public static T Read<T>(string json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type)
                ?? throw new DestinationSettingsException($"The {what} must be a JSON object.");
        }
        catch (JsonException wrong)
        {
            // The message names the path and never the value: secrets come through here too.
            throw new DestinationSettingsException($"The {what} cannot be read at {wrong.Path}.", wrong);
        }
    }
}
