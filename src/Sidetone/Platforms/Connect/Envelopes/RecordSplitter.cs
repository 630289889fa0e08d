using System.Text.Json;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Records;

namespace Sidetone.Platforms.Connect.Envelopes;

/// <summary>
/// Takes records out of a body: one, several one after the other with or without lines between, an array, or the
/// envelopes that Kinesis puts around them (for a Lambda function, or as EventBridge Pipes pass them on).
/// </summary>
/// <remarks>A piece that is no JSON costs itself and what follows on its line, never the records on other lines.</remarks>
internal sealed class RecordSplitter
{
    /// <summary>The most records that one body may hold.</summary>
    public const int RecordsMax = 10_000;

    // An envelope in an array in a record's data; what is wrapped deeper is no platform's doing.
    private const int WrapsMax = 4;

    private static readonly JsonReaderOptions s_options = new() { AllowMultipleValues = true };

    private readonly List<RawRecord> _records = [];

    /// <summary>The records, in their order.</summary>
    public IReadOnlyList<RawRecord> Records => _records;

    /// <summary>True when the body is an envelope of many, even with one record or none in it.</summary>
    public bool IsEnvelope { get; private set; }

    /// <summary>True when there were more records than <see cref="RecordsMax"/>, of which the rest was left out.</summary>
    public bool HasTooMany { get; private set; }

    /// <summary>Adds the records of a body.</summary>
    public void Add(ReadOnlyMemory<byte> body) => Add(body, "$", 0);

    /// <summary>Adds the records of what is written in base64, as streams wrap it.</summary>
    public void AddBase64(JsonElement data, string path)
    {
        IsEnvelope = true;
        AddBase64(data, path, 0);
    }

    private void Add(ReadOnlyMemory<byte> text, string path, int wraps)
    {
        while (!text.IsEmpty && !HasTooMany)
        {
            text = text[AddValues(text, path, wraps)..];
        }
    }

    /// <summary>Adds values up to the end or the first that is none; how many bytes were used up.</summary>
    private int AddValues(ReadOnlyMemory<byte> text, string path, int wraps)
    {
        var reader = new Utf8JsonReader(text.Span, s_options);
        var start = 0;
        try
        {
            while (!HasTooMany && reader.Read())
            {
                start = (int)reader.TokenStartIndex;
                var json = JsonElement.ParseValue(ref reader);
                var end = (int)reader.BytesConsumed;
                Add(json, text[start..end], path, wraps);
                start = end;
            }

            return text.Length;
        }
        catch (JsonException fault)
        {
            var rest = text.Span[start..];
            var skipped = rest.IndexOfAnyExcept(" \t\r\n"u8);
            var line = rest[skipped..].IndexOf((byte)'\n');
            var end = line < 0 ? text.Length : start + skipped + line;
            AddProblem(text[(start + skipped)..end], path, RefusalReason.BodyMalformed, fault.Message);
            return end;
        }
    }

    private void Add(JsonElement json, ReadOnlyMemory<byte> bytes, string path, int wraps)
    {
        if (json.ValueKind == JsonValueKind.Array && wraps < WrapsMax)
        {
            IsEnvelope = true;
            AddItems(json, path, wraps + 1);
        }
        else if (wraps < WrapsMax && Member(json, "Records") is { ValueKind: JsonValueKind.Array } records)
        {
            IsEnvelope = true;
            AddItems(records, $"{path}.Records", wraps + 1);
        }
        else
        {
            Add(
                new RawRecord
                {
                    Path = path,
                    Bytes = bytes,
                    Json = json,
                }
            );
        }
    }

    private void AddItems(JsonElement items, string path, int wraps)
    {
        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            var at = $"{path}[{index++}]";
            if (Member(item, "kinesis") is { } kinesis)
            {
                AddBase64(Member(kinesis, "data") ?? kinesis, $"{at}.kinesis.data", wraps);
            }
            else if (Member(item, "data") is { ValueKind: JsonValueKind.String } data)
            {
                AddBase64(data, $"{at}.data", wraps);
            }
            else
            {
                Add(item, System.Text.Encoding.UTF8.GetBytes(item.GetRawText()), at, wraps);
            }
        }
    }

    private void AddBase64(JsonElement data, string path, int wraps)
    {
        if (data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes))
        {
            Add(bytes, path, wraps);
            return;
        }

        var raw = System.Text.Encoding.UTF8.GetBytes(data.GetRawText());
        AddProblem(raw, path, RefusalReason.BodyWrongType, "The data of a stream's record is base64.");
    }

    private void AddProblem(ReadOnlyMemory<byte> bytes, string path, RefusalReason reason, string detail) =>
        Add(
            new RawRecord
            {
                Path = path,
                Bytes = bytes,
                Problem = new RecordProblem(reason, "$", detail),
            }
        );

    private void Add(RawRecord record)
    {
        if (_records.Count == RecordsMax)
        {
            HasTooMany = true;
            return;
        }

        _records.Add(record);
    }

    private static JsonElement? Member(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in json.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value;
            }
        }

        return null;
    }
}
