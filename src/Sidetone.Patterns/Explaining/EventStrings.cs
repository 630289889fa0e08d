using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sidetone.Patterns.Explaining;

/// <summary>
/// Strings of an event. The platform's reader refuses halves of surrogate pairs that stand alone, which events may have and
/// patterns may name; here they stay what they are.
/// </summary>
internal static class EventStrings
{
    private static readonly UTF8Encoding _strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The token as it is written, quotes included.</summary>
    public static string Json(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? $"\"{Text(ref reader)}\"" : Text(ref reader);

    /// <summary>The characters of a string or a name, escapes resolved.</summary>
    public static string Decode(ref Utf8JsonReader reader)
    {
        var text = Text(ref reader);
        if (!reader.ValueIsEscaped)
        {
            return text;
        }

        var decoded = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\')
            {
                decoded.Append(text[index]);
                continue;
            }

            index++;
            if (text[index] == 'u')
            {
                decoded.Append(
                    (char)
                        ushort.Parse(
                            text.AsSpan(index + 1, 4),
                            NumberStyles.AllowHexSpecifier,
                            CultureInfo.InvariantCulture
                        )
                );
                index += 4;
                continue;
            }

            decoded.Append(
                text[index] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    var itself => itself,
                }
            );
        }

        return decoded.ToString();
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return _strict.GetString(reader.ValueSpan);
        }
        catch (DecoderFallbackException fault)
        {
            throw new EventFormatException($"The event is not UTF-8, near byte {reader.TokenStartIndex}.", fault);
        }
    }
}
