using System.Text.Json;
using Sidetone.Intake.Refusals;

namespace Sidetone.Platforms.Connect.Envelopes;

/// <summary>
/// A request of Amazon Data Firehose's HTTP endpoint delivery (request and response specification, 1.0):
/// <c>{"requestId","timestamp","records":[{"data":base64}]}</c>.
/// </summary>
internal static class FirehoseRequest
{
    /// <summary>The records of a request; or why it is none.</summary>
    public static Refusal? TryRead(ReadOnlyMemory<byte> body, out RecordSplitter records)
    {
        records = new RecordSplitter();
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, records);
        }
        catch (JsonException fault)
        {
            return new Refusal(RefusalReason.BodyMalformed, fault.Message, "$");
        }
    }

    private static Refusal? Read(JsonElement request, RecordSplitter records)
    {
        if (
            request.ValueKind != JsonValueKind.Object
            || !request.TryGetProperty("records", out var items)
            || items.ValueKind != JsonValueKind.Array
        )
        {
            return new Refusal(
                RefusalReason.BodyMemberMissing,
                "A request of Firehose has an array of records.",
                "$.records"
            );
        }

        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            var path = $"$.records[{index++}].data";
            var hasData = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("data", out _);
            records.AddBase64(hasData ? item.GetProperty("data") : item, path);
        }

        return null;
    }
}
