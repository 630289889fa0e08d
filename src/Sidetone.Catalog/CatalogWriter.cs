using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Writes events and details as JSON in UTF-8, in one of two ways that are never mixed.</summary>
/// <remarks>
/// <para><b>Neutral</b> (without a profile): what was read is written back. Order, spelling, literals and unknown
/// members
/// stay; what was missing stays missing and what was null stays null. For programs that pass events on.</para>
/// <para><b>In a profile</b>: for programs that generate events. Exactly the profile's keys are written, in the
/// catalog's
/// order: what is not set is written as <c>""</c>, <c>0</c>, <c>[]</c>, <c>false</c>, an object of such or the unknown
/// time; what the profile does not have is not written, even if it is set; unknown members are not written. Numbers
/// have
/// at most two decimals and no <c>.0</c>, times are in UTC. The same values always give the same bytes.</para>
/// </remarks>
public static class CatalogWriter
{
    private const int LargeEvent = 8 * 1024;

    internal static readonly JsonWriterOptions Options = new()
    {
        // A "+" of a number or an apostrophe of a name stays readable; nothing here is pasted into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an event as it was read.</summary>
    /// <param name="catalogEvent">The event.</param>
    public static byte[] Write(CatalogEvent catalogEvent) => ToBytes(catalogEvent, Write);

    /// <summary>Writes an event as it was read.</summary>
    /// <param name="catalogEvent">The event.</param>
    /// <param name="output">Where to.</param>
    public static void Write(CatalogEvent catalogEvent, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        var writer = new NeutralWriter(json);
        if (catalogEvent is HeartbeatWorkflowEvent { IsBareList: true } heartbeat)
        {
            writer.WriteItems(heartbeat.Detail.Heartbeats ?? []);
            return;
        }

        writer.Write(catalogEvent);
    }

    /// <summary>Writes the detail alone, as it was read.</summary>
    /// <param name="detail">The detail.</param>
    public static byte[] WriteDetail(CatalogDetail detail) => ToBytes(detail, WriteDetail);

    /// <summary>Writes the detail alone, as it was read.</summary>
    /// <param name="detail">The detail.</param>
    /// <param name="output">Where to.</param>
    public static void WriteDetail(CatalogDetail detail, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        new NeutralWriter(json).Write(detail);
    }

    /// <summary>Writes the detail alone, with exactly the keys of a profile.</summary>
    /// <param name="detail">The detail.</param>
    /// <param name="profile">The profile.</param>
    public static byte[] WriteDetail(CatalogDetail detail, CatalogProfile profile) =>
        ToBytes(detail, (value, output) => WriteDetail(value, profile, output));

    /// <summary>Writes the detail alone, with exactly the keys of a profile.</summary>
    /// <param name="detail">The detail.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="output">Where to.</param>
    public static void WriteDetail(CatalogDetail detail, CatalogProfile profile, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        new ProfileWriter(json, profile).Write(detail);
    }

    /// <summary>Writes the bare list that a webhook gets for a heartbeat, with exactly the published keys.</summary>
    /// <param name="heartbeat">The detail whose list is written.</param>
    public static byte[] WriteBareList(HeartbeatWorkflow heartbeat) =>
        ToBytes(
            heartbeat,
            static (value, output) =>
            {
                using var json = new Utf8JsonWriter(output, Options);
                new ProfileWriter(json, CatalogProfile.V2023).WriteItems(value.Heartbeats ?? []);
            }
        );

    private static byte[] ToBytes<T>(T value, Action<T, IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(LargeEvent);
        write(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
