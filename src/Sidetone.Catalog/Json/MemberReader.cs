using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Reads one object member by member, and keeps what nobody asked for.</summary>
/// <remarks>Nothing here throws: the first problem is noted in <see cref="ReadProblem"/> and reading goes on with
/// nothing.</remarks>
internal sealed class MemberReader
{
    private readonly JsonProperty[] _members;
    private readonly string?[] _names; // The name under which a member was asked for; null while nobody has.
    private readonly List<string> _taken = []; // The names found, which are few, whatever else the object holds.
    private readonly string _path;
    private readonly ReadProblem _problem;
    private int _next; // Members mostly come in the order in which they are asked for.

    private MemberReader(JsonElement element, string path, ReadProblem problem)
    {
        _members = new JsonProperty[element.GetPropertyCount()];
        _names = new string?[_members.Length];
        _path = path;
        _problem = problem;
        var count = 0;
        foreach (var member in element.EnumerateObject())
        {
            _members[count++] = member;
        }
    }

    /// <summary>Reads an object; an element of another kind is a problem and gives an empty one.</summary>
    public static T Read<T>(JsonElement element, string path, ReadProblem problem)
        where T : CatalogObject, ICatalogObject<T>, new()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problem.WrongKind(path, element, "an object");
            return new T();
        }

        var members = new MemberReader(element, path, problem);
        var value = T.Read(members);
        members.Finish(value);
        return value;
    }

    public string? Text(string name) => Find(name, JsonValueKind.String, "a text")?.GetString();

    public CatalogTime? Time(string name) => Text(name) is { } text ? CatalogTime.AsRead(text) : null;

    public CatalogNumber? Number(string name) =>
        Find(name, JsonValueKind.Number, "a number") is { } element
        && CatalogNumber.TryParse(element.GetRawText(), out var number)
            ? number
            : null;

    public bool? Flag(string name) =>
        Find(name) is not { } element ? null
        : element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean()
        : _problem.WrongKind<bool?>(JsonPath.Member(_path, name), element, "true or false");

    /// <param name="name">The published name.</param>
    /// <param name="other">Another spelling, taken when the published one is absent.</param>
    public T? Object<T>(string name, string? other = null)
        where T : CatalogObject, ICatalogObject<T>, new()
    {
        var found = name;
        var element = Find(name);
        if (element is null && other is not null && !_taken.Contains(name))
        {
            found = other;
            element = Find(other);
        }

        return element is { } value ? Read<T>(value, JsonPath.Member(_path, found), _problem) : null;
    }

    public CatalogList<T>? List<T>(string name)
        where T : CatalogObject, ICatalogObject<T>, new()
    {
        if (Find(name, JsonValueKind.Array, "a list") is not { } element)
        {
            return null;
        }

        var path = JsonPath.Member(_path, name);
        return List<T>(element, path, _problem);
    }

    /// <summary>
    /// Reads the items of an array; a null item is an object without members that is written as null again.
    /// </summary>
    public static CatalogList<T> List<T>(JsonElement element, string path, ReadProblem problem)
        where T : CatalogObject, ICatalogObject<T>, new()
    {
        var items = new T[element.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
        {
            if (element[i].ValueKind == JsonValueKind.Null)
            {
                items[i] = new T();
                items[i].Remember(UnknownMembers.None, ReadForm.Null);
                continue;
            }

            items[i] = Read<T>(element[i], JsonPath.Item(path, i), problem);
        }

        return new CatalogList<T>(items);
    }

    public CatalogList<string>? Texts(string name)
    {
        if (Find(name, JsonValueKind.Array, "a list of texts") is not { } element)
        {
            return null;
        }

        var items = new string[element.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] =
                element[i].ValueKind == JsonValueKind.String
                    ? element[i].GetString()!
                    : _problem.WrongKind<string>(JsonPath.Item(JsonPath.Member(_path, name), i), element[i], "a text")
                        ?? "";
        }

        return new CatalogList<string>(items);
    }

    private JsonElement? Find(string name, JsonValueKind kind, string expected)
    {
        var element = Find(name);
        return element is not { } value || value.ValueKind == kind
            ? element
            : _problem.WrongKind<JsonElement?>(JsonPath.Member(_path, name), value, expected);
    }

    /// <summary>The member of a name, taken so that it is not unknown; null when it is missing or null.</summary>
    private JsonElement? Find(string name)
    {
        for (var step = 0; step < _members.Length; step++)
        {
            var i = (_next + step) % _members.Length;
            if (_names[i] is null && _members[i].NameEquals(name))
            {
                _names[i] = name;
                _taken.Add(name);
                _next = i + 1;
                var value = _members[i].Value;
                return value.ValueKind == JsonValueKind.Null ? null : value;
            }
        }

        return null;
    }

    private void Finish(CatalogObject value)
    {
        Dictionary<string, JsonElement>? unknown = null;
        for (var i = 0; i < _members.Length; i++)
        {
            if (_names[i] is not null)
            {
                continue;
            }

            var name = _members[i].Name;
            unknown ??= new(StringComparer.Ordinal);
            if (_taken.Contains(name) || !unknown.TryAdd(name, _members[i].Value.Clone()))
            {
                _problem.Note(JsonPath.Member(_path, name), "The member stands twice; which one holds is not said.");
                return;
            }

            _names[i] = name;
        }

        value.Remember(unknown is null ? UnknownMembers.None : new(unknown), new ReadForm(_names!));
    }
}
