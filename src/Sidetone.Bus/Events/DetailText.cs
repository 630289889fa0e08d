using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Sidetone.Bus.Events;

/// <summary>The detail of an event: the text of one JSON object.</summary>
internal static class DetailText
{
    // What AWS documents. Every reader after this one must go one level deeper: the envelope is one.
    private const int NestingMax = 1_000;

    /// <summary>
    /// Reads a text to its end and gives it without the white space between its tokens: an event is one line. Spelling
    /// of numbers and strings, and keys that come twice, are kept.
    /// </summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out byte[]? compact)
    {
        compact = null;
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (!IsObject(utf8))
        {
            return false;
        }

        compact = Compact(utf8);
        return true;
    }

    private static bool IsObject(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = NestingMax });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Leaves out white space between the tokens of valid JSON (RFC 8259, section 2).</summary>
    public static byte[] Compact(byte[] json)
    {
        if (!json.AsSpan().ContainsAny(" \t\r\n"u8))
        {
            return json;
        }

        var compact = new byte[json.Length];
        var length = 0;
        var inString = false;
        for (var i = 0; i < json.Length; i++)
        {
            var letter = json[i];
            if (inString)
            {
                compact[length++] = letter;
                if (letter == '\\')
                {
                    // Whatever it escapes, a quote or another backslash too, ends nothing.
                    compact[length++] = json[++i];
                }
                else
                {
                    inString = letter != '"';
                }
            }
            else if (letter is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                compact[length++] = letter;
                inString = letter == '"';
            }
        }

        return compact.AsSpan(0, length).ToArray();
    }
}
