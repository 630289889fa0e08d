using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>The members of an object that the catalog does not have, in the order they were read.</summary>
/// <remarks>They are kept so that an event of a newer producer passes through a program that knows only this
/// catalog.</remarks>
[SuppressMessage("Naming", "CA1710", Justification = "Read aloud, the name says what it is.")]
public sealed class UnknownMembers : IReadOnlyDictionary<string, JsonElement>, IEquatable<UnknownMembers>
{
    /// <summary>No member at all.</summary>
    public static readonly UnknownMembers None = new([]);

    private readonly OrderedDictionary<string, JsonElement> _members;

    /// <summary>Takes members by name.</summary>
    /// <param name="members">The members; a name may stand once.</param>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public UnknownMembers(IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        _members = new(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            _members.Add(name, value);
        }
    }

    /// <inheritdoc/>
    public int Count => _members.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _members.Keys;

    /// <inheritdoc/>
    public IEnumerable<JsonElement> Values => _members.Values;

    /// <inheritdoc/>
    public JsonElement this[string key] => _members[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _members.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JsonElement value) =>
        _members.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Compares names and JSON values; the order does not matter.</summary>
    /// <param name="other">The other members.</param>
    public bool Equals(UnknownMembers? other)
    {
        if (other is null || other.Count != Count)
        {
            return false;
        }

        foreach (var (name, value) in _members)
        {
            if (!other.TryGetValue(name, out var theirs) || !JsonElement.DeepEquals(value, theirs))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UnknownMembers);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var name in _members.Keys)
        {
            hash ^= string.GetHashCode(name, StringComparison.Ordinal); // Order must not matter.
        }

        return hash;
    }
}
