using System.Globalization;
using System.Text.Json;
using Sidetone.Intake.Refusals;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>
/// A JSON object of a record. Its members are found in any casing, because the platform itself writes
/// <c>contactId</c> here and <c>ContactId</c> there; <c>null</c> is absent, and members that nobody asks for are skipped.
/// </summary>
internal readonly record struct RecordElement(JsonElement Json, string Path)
{
    private const int TextMax = 2048;

    // Unset times are written as 1970-01-01T00:00:00.001Z.
    private static readonly DateTimeOffset s_earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether there is a member that is not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A member that is an object; null when absent.</summary>
    public RecordElement? Object(string name) =>
        Find(name) is not { } found ? null
        : found.Json.ValueKind == JsonValueKind.Object ? found
        : throw found.Wrong("An object is expected");

    /// <summary>The objects of a member that is an array; none when absent.</summary>
    public IEnumerable<RecordElement> Objects(string name)
    {
        if (Find(name) is not { } found)
        {
            yield break;
        }

        if (found.Json.ValueKind != JsonValueKind.Array)
        {
            throw found.Wrong("An array is expected");
        }

        var index = 0;
        foreach (var item in found.Json.EnumerateArray())
        {
            var element = new RecordElement(item, $"{found.Path}[{index++}]");
            yield return item.ValueKind == JsonValueKind.Object
                ? element
                : throw element.Wrong("An object is expected");
        }
    }

    /// <summary>A member that is a text, as long as texts of a batch may be; null when absent or empty.</summary>
    public string? Text(string name, int lengthMax = TextMax)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        if (found.Json.ValueKind != JsonValueKind.String)
        {
            throw found.Wrong("A text is expected");
        }

        var text = found.TextOf();
        if (text.Length > lengthMax)
        {
            throw found.OutOfRange($"A text here has at most {lengthMax} characters; this one has {text.Length}.");
        }

        return text.Contains('\0', StringComparison.Ordinal)
                ? throw found.OutOfRange("No text has the character U+0000.")
            : text.Length == 0 ? null
            : text;
    }

    /// <summary>A member that becomes a key: no control characters, at most 256 characters.</summary>
    public string? Id(string name) =>
        Text(name, Telemetry.Batch.IdLengthMax) is not { } id ? null
        : id.Any(char.IsControl) ? throw Find(name)!.Value.OutOfRange("An id has no control characters.")
        : id;

    /// <summary>A member that a record cannot be without.</summary>
    public string Required(string? value, string name) => value ?? throw Missing(name);

    /// <inheritdoc cref="Required(string?, string)"/>
    public long Required(long? value, string name) => value ?? throw Missing(name);

    /// <inheritdoc cref="Required(string?, string)"/>
    public RecordElement Required(RecordElement? value, string name) => value ?? throw Missing(name);

    /// <summary>A time as ISO 8601 writes it, in milliseconds since the Unix epoch; null when absent or not set.</summary>
    public long? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time))
        {
            throw Find(name)!.Value.Wrong("A time such as 2026-03-02T09:00:00Z is expected");
        }

        if (time >= s_latest)
        {
            throw Find(name)!.Value.OutOfRange("The time is after the year 2199.");
        }

        return time < s_earliest ? null : time.ToUnixTimeMilliseconds();
    }

    private RecordElement? Find(string name)
    {
        foreach (var member in Json.EnumerateObject())
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return member.Value.ValueKind == JsonValueKind.Null
                    ? null
                    : new RecordElement(member.Value, $"{Path}.{member.Name}");
            }
        }

        return null;
    }

    private string TextOf()
    {
        try
        {
            return Json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is JSON, and no text.
            throw OutOfRange("The text is not Unicode.");
        }
    }

    private RecordException Missing(string name) =>
        new(RefusalReason.BodyMemberMissing, $"{Path}.{name}", $"The member {name} is missing.");

    private RecordException Wrong(string expected) =>
        new(RefusalReason.BodyWrongType, Path, $"{expected}, not {KindOf(Json.ValueKind)}.");

    private RecordException OutOfRange(string why) => new(RefusalReason.BodyOutOfRange, Path, why);

    private static string KindOf(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "such a text",
            JsonValueKind.Number => "a number",
            _ => "true or false",
        };
}
