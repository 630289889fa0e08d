using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Explaining;

/// <summary>Spells a test as a pattern does. What is written reads as the same test again.</summary>
internal static class TestText
{
    public static string Write(ValueTest test) =>
        test switch
        {
            // A text that spells an address would read as a range.
            ValueTest.StringEquals equals when CidrReader.ReadLiteral(equals.Value) is not null => Keyed(
                Operators.Exactly,
                Quote(equals.Value)
            ),
            ValueTest.StringEquals equals => Quote(equals.Value),
            ValueTest.NumberEquals equals => equals.Text,
            ValueTest.KeywordEquals equals => equals.Keyword,
            ValueTest.Prefix prefix => Keyed(Operators.Prefix, Affix(prefix.Text, prefix.IgnoreCase)),
            ValueTest.Suffix suffix => Keyed(Operators.Suffix, Affix(suffix.Text, suffix.IgnoreCase)),
            ValueTest.EqualsIgnoreCase equals => Keyed(Operators.EqualsIgnoreCase, Quote(equals.Value)),
            ValueTest.Wildcard wildcard => Keyed(Operators.Wildcard, Quote(Spell(wildcard.Glob))),
            ValueTest.NumericRange range => Keyed(Operators.Numeric, Spell(range)),
            ValueTest.IpRange range => Spell(range),
            ValueTest.AnythingBut but => Keyed(Operators.AnythingBut, Spell(but)),
            ValueTest.Exists => Keyed(Operators.Exists, "true"),
            ValueTest.Missing => Keyed(Operators.Exists, "false"),
            _ => throw new UnreachableException($"BUG: no such test as {test}."),
        };

    private static string Keyed(string name, string value) => $"{{\"{name}\": {value}}}";

    private static string Affix(string text, bool ignoreCase) =>
        ignoreCase ? Keyed(Operators.EqualsIgnoreCase, Quote(text)) : Quote(text);

    private static string Spell(Glob glob) =>
        string.Join(
            '*',
            glob.Parts.Select(part =>
                part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal)
            )
        );

    private static string Spell(ValueTest.NumericRange range)
    {
        if (range is { Low: { } low, High: { } high } && low == high)
        {
            return $"[\"=\", {Numbers.Text(low)}]";
        }

        var terms = new List<string>();
        if (range.Low is { } bottom)
        {
            terms.Add($"\"{(range.LowInclusive ? ">=" : ">")}\", {Numbers.Text(bottom)}");
        }

        if (range.High is { } top)
        {
            terms.Add($"\"{(range.HighInclusive ? "<=" : "<")}\", {Numbers.Text(top)}");
        }

        return $"[{string.Join(", ", terms)}]";
    }

    private static string Spell(ValueTest.IpRange range)
    {
        var address = new IPAddress(range.Low.AsSpan());
        if (range.Low == range.High)
        {
            return $"\"{address}\"";
        }

        var differing = range.Low.Zip(range.High, (low, high) => int.PopCount(low ^ high)).Sum();
        return Keyed(Operators.Cidr, $"\"{address}/{(range.Low.Count * 8) - differing}\"");
    }

    private static string Spell(ValueTest.AnythingBut but)
    {
        var (name, values) = (but.Tests.Count > 0 ? but.Tests[0] : null) switch
        {
            ValueTest.Prefix => (Operators.Prefix, but.Tests.Select(test => Quote(((ValueTest.Prefix)test).Text))),
            ValueTest.Suffix => (Operators.Suffix, but.Tests.Select(test => Quote(((ValueTest.Suffix)test).Text))),
            ValueTest.EqualsIgnoreCase => (
                Operators.EqualsIgnoreCase,
                but.Tests.Select(test => Quote(((ValueTest.EqualsIgnoreCase)test).Value))
            ),
            ValueTest.Wildcard => (
                Operators.Wildcard,
                but.Tests.Select(test => Quote(Spell(((ValueTest.Wildcard)test).Glob)))
            ),
            ValueTest.NumberEquals => (null, but.Tests.Select(test => ((ValueTest.NumberEquals)test).Text)),
            ValueTest.StringEquals => (null, but.Tests.Select(test => Quote(((ValueTest.StringEquals)test).Value))),
            // Which kind an empty list was of does not matter; only these four can be empty.
            _ => (Operators.Prefix, Enumerable.Empty<string>()),
        };
        var list = $"[{string.Join(", ", values)}]";
        return name is null ? list : Keyed(name, list);
    }

    // Readable but for halves of surrogate pairs, which no UTF-8 can carry.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        for (var index = 0; index < text.Length; index++)
        {
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                quoted.Append(text.AsSpan(index++, 2));
            }
            else if (char.IsSurrogate(text[index]))
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[index]:X4}");
            }
            else
            {
                quoted.Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text[index].ToString()));
            }
        }

        return quoted.Append('"').ToString();
    }
}
