using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings.Internals;

/// <summary>
/// Reads the <c>stats</c> object of a connection: members <c>"id-name": { startTime, endTime, statsType, values }</c>,
/// where <c>values</c> is JSON text.
/// </summary>
internal sealed class SeriesReader(Dictionary<string, SeriesStat> stats, List<string> leftOut)
{
    private readonly List<Cell> _cells = [];

    /// <summary>Reads from the object's start to its end. A cut-off dump throws <see cref="JsonException"/> midway.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            var dash = name.LastIndexOf('-');

            // Members in brackets, and the old names that end on PerSecond, are computed from others for the page's graphs.
            if (
                dash <= 0
                || name.Contains('[', StringComparison.Ordinal)
                || reader.TokenType != JsonTokenType.StartObject
            )
            {
                reader.Skip();
                continue;
            }

            ReadSeries(ref reader, name[..dash], name[(dash + 1)..]);
        }
    }

    private void ReadSeries(ref Utf8JsonReader reader, string id, string memberName)
    {
        var (start, end) = (double.NaN, double.NaN);
        string? typeName = null;
        Cell[]? values = null;
        var isWanted = Members.TryFind(memberName, out _) || IsLegacyName(memberName);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var property = reader.GetString();
            reader.Read();
            switch (property)
            {
                case "startTime":
                    start = TimeOf(ref reader);
                    break;
                case "endTime":
                    end = TimeOf(ref reader);
                    break;
                case "statsType" when reader.TokenType == JsonTokenType.String:
                    typeName = reader.GetString();
                    break;
                case "values" when isWanted:
                    values = ReadValues(ref reader, id, memberName);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (values is { Length: > 0 })
        {
            Add(id, memberName, typeName, new Series(start, end, values));
        }
    }

    private void Add(string id, string memberName, string? typeName, Series series)
    {
        var legacy = LegacyMembers.TypeOf(typeName, id);
        var type = legacy ?? (typeName is null ? StatTypes.ById(id) : StatTypes.ByName(typeName));
        if (type == StatType.Other)
        {
            return;
        }

        if (!stats.TryGetValue(id, out var stat))
        {
            stat = new SeriesStat(id) { Type = type, IsLegacy = legacy is not null };
            stats.Add(id, stat);
        }

        if (memberName == "timestamp")
        {
            stat.Add(Member.Timestamp, series);
        }
        else if (!stat.IsLegacy)
        {
            if (Members.TryFind(memberName, out var member))
            {
                stat.Add(member, series);
            }
        }
        else if (LegacyMembers.Find(stat.Type, memberName) is var (old, scale))
        {
            var values = Array.ConvertAll(series.Values, cell => LegacyMembers.Convert(cell, old, scale));
            stat.Add(old, series with { Values = values });
        }
    }

    private static bool IsLegacyName(string name) =>
        LegacyMembers.Find(StatType.Inbound, name) is not null
        || LegacyMembers.Find(StatType.CandidatePair, name) is not null;

    /// <summary>Values come as a text of JSON; an array in place is taken too.</summary>
    private Cell[]? ReadValues(ref Utf8JsonReader reader, string id, string memberName)
    {
        _cells.Clear();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            ReadArray(ref reader);
            return [.. _cells];
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var inner = new Utf8JsonReader(text.AsSpan(0, reader.CopyString(text)));
            if (inner.Read() && inner.TokenType == JsonTokenType.StartArray)
            {
                ReadArray(ref inner);
                return [.. _cells];
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Said below: the rest of the dump is not touched by it.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }

        leftOut.Add($"{id}-{memberName} left out: its values are no list.");
        return null;
    }

    private void ReadArray(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Number:
                    _cells.Add(Cell.Of(reader.GetDouble()));
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    _cells.Add(Cell.Of(reader.TokenType == JsonTokenType.True ? 1 : 0));
                    break;
                case JsonTokenType.String
                    when _cells.Count > 0 && _cells[^1].Text is { } last && reader.ValueTextEquals(last):
                    _cells.Add(_cells[^1]);
                    break;
                case JsonTokenType.String:
                    _cells.Add(Cell.Of(reader.GetString()!));
                    break;
                default:
                    // A null stands where the page had no number.
                    reader.Skip();
                    _cells.Add(Cell.Missing);
                    break;
            }
        }
    }

    private static double TimeOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.GetDouble();
        }

        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : double.NaN;
    }
}
