using System.Text;
using System.Text.Json;

namespace Sidetone.Patterns.Tests.Matching;

/// <summary>
/// Patterns and events drawn from the same few names, texts and numbers, so that they nearly match more often than not: with
/// arrays, dots in names, repeated names, escapes, numbers in several spellings, and letters whose cases differ in length.
/// Half a surrogate pair is never half of a pair that is there: bytes do not begin with it, UTF-16 does.
/// </summary>
internal sealed class RandomCases(Random random)
{
    private static readonly string[] _names = ["a", "b", "c", "a.b", "b.c", "é", "", "a-name-of-more-than-16-bytes"];

    private static readonly string[] _texts =
    [
        "",
        "a",
        "b",
        "ab",
        "aab",
        "abab",
        "A",
        "aB",
        "ß",
        "SS",
        "sS",
        "é",
        "É",
        "\u212A",
        "k",
        "ⱥ",
        "Ⱥ",
        "ΐ",
        "😀",
        "\uDE01",
        "*",
        "\\",
        "\"",
        "300",
        "null",
        "10.0.0.1",
        "10.0.1.0",
        "010.0.0.1",
        "2001:db8::1",
        "2001:DB8:0:0:0:0:0:1",
        "::ffff:10.0.0.1",
    ];

    private static readonly string[] _numbers =
    [
        "0",
        "-0",
        "0.0",
        "1",
        "1.0",
        "1e0",
        "10E-1",
        "-1",
        "2",
        "300",
        "3.0e2",
        "3e+2",
        "0.1",
        "0.30000000000000004",
        "0.3",
        "-122.42916360922355",
        "-122.42916360922356",
        "-122.42916360922357",
        "9007199254740993",
        "9007199254740992",
        "12345678901234567891",
        "12345678901234567891.0",
        "5e-324",
        "1e400",
        "1e22",
        "1e23",
        "123456789012345678e-3",
    ];

    public string Event()
    {
        var text = new StringBuilder();
        Object(text, 0);
        return text.ToString();
    }

    public string Pattern()
    {
        var text = new StringBuilder();
        PatternObject(text, 0, random.Next(8) == 0);
        return text.ToString();
    }

    private void Object(StringBuilder text, int depth)
    {
        text.Append(Space()).Append('{').Append(Space());
        for (var left = random.Next(depth == 0 ? 6 : 4); left > 0; left--)
        {
            text.Append(Json(Pick(_names))).Append(Space()).Append(':').Append(Space());
            Value(text, depth + 1);
            text.Append(Space()).Append(left > 1 ? "," : "").Append(Space());
        }

        text.Append('}').Append(Space());
    }

    private void Value(StringBuilder text, int depth)
    {
        switch (random.Next(depth > 4 ? 6 : 12))
        {
            case 0:
                text.Append(Pick(_numbers));
                break;
            case 1:
                text.Append(Pick(["true", "false", "null"]));
                break;
            case < 6:
                text.Append(Json(Text()));
                break;
            case < 9:
                Object(text, depth);
                break;
            default:
                text.Append('[').Append(Space());
                for (var left = random.Next(4); left > 0; left--)
                {
                    Value(text, depth + 1);
                    text.Append(left > 1 ? "," : "").Append(Space());
                }

                text.Append(']');
                break;
        }
    }

    private void PatternObject(StringBuilder text, int depth, bool or)
    {
        var names = _names.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToArray();
        text.Append('{').AppendJoin(',', names.Select(name => $"{JsonSerializer.Serialize(name)}:{Condition(depth)}"));
        if (or)
        {
            text.Append(",\"$or\":[");
            PatternObject(text, depth, false);
            text.Append(',');
            PatternObject(text, depth, false);
            text.Append(']');
        }

        text.Append('}');
    }

    private string Condition(int depth)
    {
        if (depth < 3 && random.Next(2) == 0)
        {
            var nested = new StringBuilder();
            PatternObject(nested, depth + 1, random.Next(12) == 0);
            return nested.ToString();
        }

        return $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Test()))}]";
    }

    private string Test() =>
        random.Next(16) switch
        {
            0 or 1 => Json(Text()),
            2 => Pick(_numbers),
            3 => Pick(["true", "false", "null"]),
            4 => $$"""{"prefix":{{Json(Text())}}}""",
            5 => $$"""{"suffix":{{Json(Text())}}}""",
            6 => $$$"""{"prefix":{"equals-ignore-case":{{{Json(Text())}}}}}""",
            7 => $$$"""{"suffix":{"equals-ignore-case":{{{Json(Text())}}}}}""",
            8 => $$"""{"equals-ignore-case":{{Json(Text())}}}""",
            9 => $$"""{"wildcard":{{Json(Glob())}}}""",
            10 => $$"""{"numeric":["{{Pick(["=", "<", "<=", ">", ">="])}}",{{Pick(_numbers)}}]}""",
            11 => $$"""{"numeric":[">",{{Pick(_numbers)}},"<=",{{Pick(_numbers)}}]}""",
            12 => $$"""{"cidr":"{{Pick(["10.0.0.0/24", "10.0.0.0/8", "2001:db8::/32", "::/1"])}}"}""",
            13 => $$"""{"exists":{{Pick(["true", "false"])}}}""",
            _ => $$"""{"anything-but":{{AnythingBut()}}}""",
        };

    private string AnythingBut() =>
        random.Next(7) switch
        {
            0 => $"[{Pick(_numbers)},{Pick(_numbers)}]",
            1 => Json(Text()),
            2 => $"[{Json(Text())},{Json(Text())}]",
            3 => $$"""{"prefix":[{{Json(Text())}},{{Json(Text())}}]}""",
            4 => $$"""{"suffix":{{Json(Text())}}}""",
            5 => $$"""{"equals-ignore-case":[{{Json(Text())}},{{Json(Text())}}]}""",
            _ => $$"""{"wildcard":[{{Json(Glob())}},{{Json(Glob())}}]}""",
        };

    private string Glob() =>
        string.Join('*', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text().Replace("*", "\\*")));

    private string Text() => random.Next(4) == 0 ? Pick(_texts) + Pick(_texts) : Pick(_texts);

    // Written by hand: half surrogates must stay what they are, and any character may be escaped.
    private string Json(string value)
    {
        var text = new StringBuilder("\"");
        var escaping = random.Next(4) == 0;
        foreach (var character in value)
        {
            var must = character is '"' or '\\' || char.IsSurrogate(character);
            if (must || (escaping && random.Next(2) == 0))
            {
                text.Append("\\u").Append(((int)character).ToString(random.Next(2) == 0 ? "x4" : "X4"));
            }
            else
            {
                text.Append(character);
            }
        }

        return text.Append('"').ToString();
    }

    private string Space() => random.Next(12) == 0 ? Pick([" ", "\n", "\t \r\n", new string(' ', 40)]) : "";

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
