using System.Text;

namespace Sidetone.Sip.Addresses;

/// <summary>Parameters after a semicolon, in their order; names are compared without case (RFC 3261 §7.3.1).</summary>
internal sealed class SipParameters
{
    private readonly List<KeyValuePair<string, string?>> _entries = [];

    public int Count => _entries.Count;

    /// <summary>The value as it stands in the message, quotes included; null when absent or without a value.</summary>
    public string? this[string name]
    {
        get
        {
            var at = IndexOf(name);
            return at < 0 ? null : _entries[at].Value;
        }
        set
        {
            var at = IndexOf(name);
            var entry = KeyValuePair.Create(name, value);
            if (at < 0)
            {
                _entries.Add(entry);
            }
            else
            {
                _entries[at] = entry;
            }
        }
    }

    public bool Contains(string name) => IndexOf(name) >= 0;

    public void Remove(string name) =>
        _entries.RemoveAll(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads <c>;name=value;name</c> of a header field up to a comma or the end.</summary>
    public static bool TryRead(ref SipScanner scanner, out SipParameters parameters)
    {
        parameters = new SipParameters();
        while (scanner.Take(';'))
        {
            var name = scanner.TakeToken();
            if (name.IsEmpty)
            {
                return false;
            }

            string? value = null;
            if (scanner.Take('='))
            {
                var read = scanner.Current == '"' ? scanner.TakeQuoted() : scanner.TakeUntil(";, \t\"<>");
                if (read.IsEmpty)
                {
                    return false;
                }

                value = read.ToString();
            }

            parameters._entries.Add(KeyValuePair.Create(name.ToString(), value));
        }

        return true;
    }

    /// <summary>Reads the parameters of a URI, which hold no white space and no quotes (RFC 3261 §25.1).</summary>
    public static bool TryReadUri(ReadOnlySpan<char> text, out SipParameters parameters)
    {
        parameters = new SipParameters();
        foreach (var range in text.Split(';'))
        {
            var part = text[range];
            var equals = part.IndexOf('=');
            var name = equals < 0 ? part : part[..equals];
            if (name.IsEmpty || part.ContainsAny(" \t\"<>"))
            {
                return false;
            }

            var value = equals < 0 ? null : part[(equals + 1)..].ToString();
            parameters._entries.Add(KeyValuePair.Create(name.ToString(), value));
        }

        return true;
    }

    public SipParameters Copy()
    {
        var copy = new SipParameters();
        copy._entries.AddRange(_entries);
        return copy;
    }

    /// <summary>As in a message, with a semicolon before each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _entries)
        {
            text.Append(';').Append(name);
            if (value is not null)
            {
                text.Append('=').Append(value);
            }
        }

        return text.ToString();
    }

    private int IndexOf(string name) =>
        _entries.FindIndex(entry => entry.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
}
