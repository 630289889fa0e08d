using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidetone.Heartbeat.Calls;

/// <summary>Call records as they are stored and printed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(CallRecord))]
public sealed partial class CallRecordJson : JsonSerializerContext
{
    /// <summary>A record as JSON in UTF-8.</summary>
    public static byte[] Write(CallRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Default.CallRecord);

    /// <summary>The record that was stored.</summary>
    public static CallRecord Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.CallRecord) ?? new CallRecord();
}
