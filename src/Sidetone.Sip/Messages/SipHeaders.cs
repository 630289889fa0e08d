using System.Globalization;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Messages;

/// <summary>The header fields of a message in their order; names are compared without case.</summary>
internal sealed class SipHeaders
{
    private readonly List<SipHeader> _fields = [];

    public IReadOnlyList<SipHeader> Fields => _fields;

    /// <summary>The value of the first field of a name; null when there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var field in _fields)
            {
                if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return field.Value;
                }
            }

            return null;
        }
    }

    public void Add(string name, string value) => _fields.Add(new SipHeader(name, value));

    public void AddFirst(string name, string value) => _fields.Insert(0, new SipHeader(name, value));

    /// <summary>Sets the only field of a name.</summary>
    public void Set(string name, string value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <summary>Replaces the value of the first field of a name, where it stands.</summary>
    public void ReplaceFirst(string name, string value)
    {
        var at = _fields.FindIndex(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        _fields[at] = new SipHeader(_fields[at].Name, value);
    }

    public void Remove(string name) =>
        _fields.RemoveAll(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public int Count(string name) =>
        _fields.Count(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The values of all fields of a name, each field as it stands.</summary>
    public IEnumerable<string> All(string name) =>
        _fields
            .Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(field => field.Value);

    /// <summary>The values of all fields of a name, taken apart at commas (RFC 3261 §7.3.1).</summary>
    public IEnumerable<string> List(string name) => All(name).SelectMany(Split);

    /// <summary>Whether a list of tokens, such as <c>Supported</c>, holds one.</summary>
    public bool Lists(string name, string token) =>
        List(name).Any(entry => entry.Equals(token, StringComparison.OrdinalIgnoreCase));

    /// <summary>A whole number of 0…2³²−1, parameters after it left out; null when absent or no such number.</summary>
    public uint? Number(string name)
    {
        var value = this[name].AsSpan();
        var end = value.IndexOfAny("; (");
        var digits = (end < 0 ? value : value[..end]).Trim();
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Takes a value apart at commas that stand neither in quotes nor in angle brackets.</summary>
    public static IEnumerable<string> Split(string value)
    {
        var start = 0;
        var isQuoted = false;
        var isBracketed = false;
        for (var at = 0; at < value.Length; at++)
        {
            switch (value[at])
            {
                case '\\' when isQuoted:
                    at++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '<' when !isQuoted:
                    isBracketed = true;
                    break;
                case '>' when !isQuoted:
                    isBracketed = false;
                    break;
                case ',' when !isQuoted && !isBracketed:
                    yield return value[start..at].Trim();
                    start = at + 1;
                    break;
            }
        }

        var last = value[start..].Trim();
        if (last.Length > 0 || start > 0)
        {
            yield return last;
        }
    }

    /// <summary>All addresses of a name that can be read; null when one cannot.</summary>
    public List<NameAddress>? Addresses(string name)
    {
        var addresses = new List<NameAddress>();
        foreach (var text in List(name))
        {
            if (!NameAddress.TryParse(text, out var address))
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses;
    }
}
