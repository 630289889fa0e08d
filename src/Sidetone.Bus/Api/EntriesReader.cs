using System.Text.Json;
using Sidetone.Bus.Events;

namespace Sidetone.Bus.Api;

/// <summary>Reads the entries of <c>PutEvents</c> and <c>PutPartnerEvents</c> straight from the bytes.</summary>
/// <remarks>
/// This is the way of every event, so nothing is built that is thrown away. It knows only whether a request is good: what
/// is wrong with one that is not, the declared shapes tell, which is slower and happens seldom.
/// </remarks>
internal static class EntriesReader
{
    private const int ResourceMax = 2_048;
    private const int TraceMax = 500;

    /// <summary>The entries; false when something about the request is not as its shape says.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, int most, out List<EventEntry> entries)
    {
        entries = [];
        var json = new Utf8JsonReader(body);
        try
        {
            return json.Read()
                && json.TokenType == JsonTokenType.StartObject
                && TryReadRequest(ref json, most, entries);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadRequest(ref Utf8JsonReader json, int most, List<EventEntry> entries)
    {
        var seen = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isEntries = json.ValueTextEquals("Entries"u8);
            if (!isEntries && !json.ValueTextEquals("EndpointId"u8))
            {
                json.Read();
                json.Skip();
                continue;
            }

            // An endpoint's id has constraints of its own, and members that stand twice are the shapes' business.
            if (!isEntries || seen || !json.Read() || json.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            seen = true;
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (entries.Count == most || !TryReadEntry(ref json, out var entry))
                {
                    return false;
                }

                entries.Add(entry);
            }
        }

        return seen && entries.Count > 0 && json.TokenType == JsonTokenType.EndObject && !json.Read();
    }

    private static bool TryReadEntry(ref Utf8JsonReader json, out EventEntry entry)
    {
        entry = new EventEntry();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        string? source = null;
        string? detailType = null;
        string? detail = null;
        string? bus = null;
        string? trace = null;
        DateTimeOffset? time = null;
        List<string>? resources = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var good = true;
            if (json.ValueTextEquals("Source"u8))
            {
                good = TryReadText(ref json, out source);
            }
            else if (json.ValueTextEquals("DetailType"u8))
            {
                good = TryReadText(ref json, out detailType);
            }
            else if (json.ValueTextEquals("Detail"u8))
            {
                good = TryReadText(ref json, out detail);
            }
            else if (json.ValueTextEquals("EventBusName"u8))
            {
                good = TryReadText(ref json, out bus) && (bus is null || EntryShapes.BusNameOrArn.Accepts(bus));
            }
            else if (json.ValueTextEquals("TraceHeader"u8))
            {
                good = TryReadText(ref json, out trace) && trace is null or { Length: > 0 and <= TraceMax };
            }
            else if (json.ValueTextEquals("Time"u8))
            {
                good = TryReadTime(ref json, out time);
            }
            else if (json.ValueTextEquals("Resources"u8))
            {
                good = TryReadResources(ref json, out resources);
            }
            else
            {
                json.Read();
                json.Skip();
            }

            if (!good)
            {
                return false;
            }
        }

        entry = new EventEntry
        {
            Source = source,
            DetailType = detailType,
            Detail = detail,
            Time = time,
            Resources = resources,
            EventBusName = bus,
            TraceHeader = trace,
        };
        return json.TokenType == JsonTokenType.EndObject;
    }

    private static bool TryReadText(ref Utf8JsonReader json, out string? text)
    {
        json.Read();
        text = json.TokenType == JsonTokenType.String ? json.GetString() : null;
        return json.TokenType is JsonTokenType.String or JsonTokenType.Null;
    }

    private static bool TryReadTime(ref Utf8JsonReader json, out DateTimeOffset? time)
    {
        json.Read();
        time = null;
        DateTimeOffset read = default;
        var good = json.TokenType switch
        {
            JsonTokenType.Null => true,
            JsonTokenType.Number => WireTime.TryRead(json.GetDouble(), out read),
            JsonTokenType.String => WireTime.TryRead(json.GetString(), out read),
            _ => false,
        };
        time = good && json.TokenType != JsonTokenType.Null ? read : null;
        return good;
    }

    private static bool TryReadResources(ref Utf8JsonReader json, out List<string>? resources)
    {
        json.Read();
        resources = null;
        if (json.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        resources = [];
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            var resource = json.GetString() ?? "";
            if (resource.Length > ResourceMax)
            {
                return false;
            }

            resources.Add(resource);
        }

        return json.TokenType == JsonTokenType.EndArray;
    }
}
