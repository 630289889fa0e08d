using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.EventBridge;

/// <summary>One event as an entry of <c>PutEvents</c> or <c>PutPartnerEvents</c>.</summary>
internal sealed class EventBridgeEntry(OutgoingEvent outgoing, string source, string? bus)
{
    /// <summary>What a <c>Time</c> counts in an entry's size.</summary>
    private const int TimeBytes = 14;

    // Detail is JSON within JSON: the usual encoder would write six bytes for each of its quotes.
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // EventBridge says yes to a longer one, and the event is never seen again.
    private const int DetailTypeMax = 128;

    private readonly string _resource = $"sidetone:event/{outgoing.Id}";

    /// <summary>
    /// The entry's size in bytes as the User Guide counts it ("Calculating PutEvents event entry size"): 14 for the
    /// time, and the UTF-8 of source, detail type, detail and resources. The bus's name does not count.
    /// </summary>
    public int Bytes =>
        TimeBytes
        + Encoding.UTF8.GetByteCount(source)
        + Encoding.UTF8.GetByteCount(outgoing.DetailType)
        + outgoing.Detail.Length
        + Encoding.UTF8.GetByteCount(_resource);

    /// <summary>Why no request can hold it; null when one can.</summary>
    public string? Refusal(int requestBytesMax)
    {
        if (outgoing.DetailType.Length > DetailTypeMax)
        {
            return $"The detail type has {outgoing.DetailType.Length} characters, and at most {DetailTypeMax} arrive.";
        }

        return Bytes <= requestBytesMax
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The event has {Bytes:N0} bytes as EventBridge counts them, and a request at most {requestBytesMax:N0}."
            );
    }

    /// <summary>The parameters of a request, as JSON in UTF-8.</summary>
    public static byte[] Write(IReadOnlyList<EventBridgeEntry> entries)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Written))
        {
            json.WriteStartObject();
            json.WriteStartArray("Entries");
            foreach (var entry in entries)
            {
                entry.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        // Whole seconds, as the envelope has them.
        json.WriteNumber("Time", outgoing.OccurredAt.ToUnixTimeSeconds());
        json.WriteString("Source", source);
        // AWS gives an event an id of its own, another one at every attempt: ours has to stand somewhere else.
        json.WriteStartArray("Resources");
        json.WriteStringValue(_resource);
        json.WriteEndArray();
        json.WriteString("DetailType", outgoing.DetailType);
        json.WriteString("Detail", outgoing.Detail.Span);
        if (bus is not null)
        {
            json.WriteString("EventBusName", bus);
        }

        json.WriteEndObject();
    }
}
