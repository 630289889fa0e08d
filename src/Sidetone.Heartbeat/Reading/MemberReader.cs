using System.Globalization;
using System.Text.Json;

namespace Sidetone.Heartbeat.Reading;

/// <summary>
/// Reads the members of one JSON object that a person wrote, and collects everything that is wrong with it. A member
/// that nobody asked for is a problem too: it is most likely misspelt.
/// </summary>
internal sealed class MemberReader
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<DefinitionProblem> _problems;

    private MemberReader(string path, JsonElement element, List<DefinitionProblem> problems)
    {
        Path = path;
        _problems = problems;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Wrong("", "must be an object.");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            _members[member.Name] = member.Value;
        }
    }

    /// <summary>Where the object stands.</summary>
    public string Path { get; }

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="DefinitionException">It cannot be used; every problem at once.</exception>
    public static T Read<T>(string json, Func<MemberReader, T> read)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, s_strict);
        }
        catch (JsonException fault)
        {
            throw new DefinitionException("$", $"is not JSON: {fault.Message}");
        }

        using (document)
        {
            var problems = new List<DefinitionProblem>();
            var reader = new MemberReader("$", document.RootElement, problems);
            var value = problems.Count == 0 ? read(reader) : default;
            reader.Finish();
            return problems.Count == 0 ? value! : throw new DefinitionException(problems);
        }
    }

    /// <summary>Notes what is wrong with a member; with no name, with the object.</summary>
    public void Wrong(string name, string reason) => _problems.Add(new DefinitionProblem(At(name), reason));

    /// <summary>Whether there is a member, and it is not null.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>A text of 1 to <paramref name="max"/> characters, none of which is a control character.</summary>
    public string Text(string name, int max) => OptionalText(name, max) ?? Missing(name, "");

    /// <summary>As <see cref="Text"/>, or null when the member is absent.</summary>
    public string? OptionalText(string name, int max)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (text is null || text.Length == 0 || text.Length > max || text.Any(char.IsControl))
        {
            Wrong(name, $"must be a text of 1 to {max} characters.");
            return "";
        }

        return text;
    }

    /// <summary>As <see cref="OptionalText"/>, where the empty text is one too, and what an absent member means.</summary>
    public string TextOrEmpty(string name, int max) =>
        TryGet(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is ""
            ? ""
            : OptionalText(name, max) ?? "";

    /// <summary>One of several words.</summary>
    public string Word(string name, string fallback, params ReadOnlySpan<string> words)
    {
        if (!TryGet(name, out var value))
        {
            return fallback;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
        if (words.Contains(text))
        {
            return text;
        }

        Wrong(name, $"must be {string.Join(", ", words.ToArray().SkipLast(1))} or {words[^1]}.");
        return fallback;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int fallback, int min, int max) => OptionalNumber(name, min, max) ?? fallback;

    /// <summary>A whole number within bounds, or null when the member is absent.</summary>
    public int? OptionalNumber(string name, int min, int max)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            && number >= min
            && number <= max
        )
        {
            return number;
        }

        Wrong(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}."));
        return min;
    }

    /// <summary>A number within bounds.</summary>
    public double Fraction(string name, double min, double max)
    {
        if (!TryGet(name, out var value))
        {
            return Missing(name, min);
        }

        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var number)
            && number >= min
            && number <= max
        )
        {
            return number;
        }

        Wrong(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}."));
        return min;
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool fallback)
    {
        if (!TryGet(name, out var value))
        {
            return fallback;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Wrong(name, "must be true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>An object, or null when the member is absent or wrong.</summary>
    public T? Object<T>(string name, Func<MemberReader, T?> read)
        where T : class => TryGet(name, out var value) ? Of(At(name), value, read) : null;

    /// <summary>An array of objects, empty when the member is absent.</summary>
    public IReadOnlyList<T> Objects<T>(string name, int max, Func<MemberReader, T?> read)
        where T : class => [.. Items(name, max).Select((item, i) => Of($"{At(name)}[{i}]", item, read)).OfType<T>()];

    /// <summary>An array of texts, empty when the member is absent.</summary>
    public IReadOnlyList<string> Texts(string name, int max, int lengthMax)
    {
        var texts = new List<string>();
        var items = Items(name, max);
        for (var i = 0; i < items.Count; i++)
        {
            var text = items[i].ValueKind == JsonValueKind.String ? items[i].GetString() ?? "" : "";
            if (text.Length == 0 || text.Length > lengthMax || text.Any(char.IsControl))
            {
                Wrong($"{name}[{i}]", $"must be a text of 1 to {lengthMax} characters.");
                continue;
            }

            texts.Add(text);
        }

        return texts;
    }

    private T? Of<T>(string path, JsonElement value, Func<MemberReader, T?> read)
        where T : class
    {
        var before = _problems.Count;
        var inner = new MemberReader(path, value, _problems);
        if (_problems.Count > before)
        {
            return null;
        }

        var made = read(inner);
        inner.Finish();
        return made;
    }

    private List<JsonElement> Items(string name, int max)
    {
        if (!TryGet(name, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= max)
        {
            return [.. value.EnumerateArray()];
        }

        Wrong(name, $"must be an array of at most {max}.");
        return [];
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private T Missing<T>(string name, T fallback)
    {
        Wrong(name, "is missing.");
        return fallback;
    }

    private void Finish()
    {
        foreach (var name in _members.Keys.Where(name => !_asked.Contains(name)))
        {
            Wrong(name, "is not known here.");
        }
    }

    private string At(string name) => name.Length == 0 ? Path : $"{Path}.{name}";
}
