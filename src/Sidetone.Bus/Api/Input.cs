using System.Text.Json;

namespace Sidetone.Bus.Api;

/// <summary>A structure of a request, whose members were checked against its shape. A member that is null is absent.</summary>
internal readonly struct Input(JsonElement value)
{
    /// <summary>The structure as it was sent.</summary>
    public JsonElement Element => value;

    /// <summary>A text.</summary>
    public string? Text(string name) => TryGet(name, out var found) ? found.GetString() : null;

    /// <summary>A text that the shape requires.</summary>
    public string Required(string name) =>
        Text(name) ?? throw new InvalidOperationException($"BUG: {name} was checked to be there.");

    /// <summary>A text; an empty one counts as absent, as AWS reads it where an empty value cannot be meant.</summary>
    public string? Filled(string name) => Text(name) is { Length: > 0 } text ? text : null;

    /// <summary>A whole number.</summary>
    public int? Number(string name) => TryGet(name, out var found) ? found.GetInt32() : null;

    /// <summary>True or false; false when absent.</summary>
    public bool Flag(string name) => TryGet(name, out var found) && found.GetBoolean();

    /// <summary>An instant that the shape requires.</summary>
    public DateTimeOffset RequiredTime(string name) =>
        TryGet(name, out var found) && WireTime.TryRead(found, out var time)
            ? time
            : throw new InvalidOperationException($"BUG: {name} was checked to be an instant.");

    /// <summary>A structure.</summary>
    public Input? Structure(string name) => TryGet(name, out var found) ? new Input(found) : null;

    /// <summary>The structures of a list; none when it is absent.</summary>
    public IReadOnlyList<Input> Structures(string name) =>
        TryGet(name, out var found) ? [.. found.EnumerateArray().Select(static item => new Input(item))] : [];

    /// <summary>The texts of a list; null when it is absent.</summary>
    public IReadOnlyList<string>? Texts(string name) =>
        TryGet(name, out var found) ? [.. found.EnumerateArray().Select(static item => item.GetString() ?? "")] : null;

    /// <summary>The texts of a map; null when it is absent.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name)
    {
        if (!TryGet(name, out var found))
        {
            return null;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in found.EnumerateObject())
        {
            map[entry.Name] = entry.Value.GetString() ?? "";
        }

        return map;
    }

    /// <summary>The JSON of a member as it was sent; null when it is absent.</summary>
    public string? Json(string name) => TryGet(name, out var found) ? found.GetRawText() : null;

    /// <summary>Whether a member is there.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>A member, if it is there.</summary>
    public bool TryGet(string name, out JsonElement found) =>
        value.TryGetProperty(name, out found) && found.ValueKind != JsonValueKind.Null;
}
