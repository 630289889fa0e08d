using System.Text;

namespace Sidetone.Tests;

/// <summary>Texts that are nearly right: known ones with a few pieces changed, doubled, swapped in or cut off.</summary>
internal static class TextMutation
{
    private const int LengthMax = 8_000;

    private static readonly string[] _pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\\u",
        "\\ud83d",
        "*",
        "**",
        "0",
        "-",
        "1e400",
        ".5",
        "9007199254740993",
        "null",
        "true",
        "{}",
        "[]",
        "{\"",
        "\"}",
        " ",
        "\t",
        "\r\n",
        "\0",
        "\u007F",
        "é",
        "ß",
        "İ",
        "\u2028",
        "😀",
        "\uD800",
        "$or",
        "anything-but",
        "numeric",
        "prefix",
        "wildcard",
        "cidr",
        "exists",
        "10.0.0.1",
        "::1/64",
        "[[[[[[[[[[",
    ];

    public static string Of(IReadOnlyList<string> corpus, Random random)
    {
        var text = new StringBuilder(corpus[random.Next(corpus.Count)]);
        text.Length = Math.Min(text.Length, LengthMax);
        for (var change = random.Next(5); change > 0 && text.Length > 0; change--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 12), text.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, _pieces[random.Next(_pieces.Length)]);
                    break;
                case 2:
                    text.Remove(at, length).Insert(at, _pieces[random.Next(_pieces.Length)]);
                    break;
                case 3:
                    text.Insert(at, text.ToString(at, length));
                    break;
                case 4:
                    var other = corpus[random.Next(corpus.Count)];
                    var from = random.Next(other.Length + 1);
                    text.Insert(at, other.AsSpan(from, Math.Min(40, other.Length - from)));
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }

        return text.ToString();
    }
}
