using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Bus.Signing;

/// <summary>The canonical request of Signature Version 4: what both sides hash.</summary>
internal static class CanonicalRequest
{
    /// <summary>The canonical text over the headers that are signed.</summary>
    public static string Of(SignedRequest request, IReadOnlyList<string> signedHeaders)
    {
        var text = new StringBuilder()
            .Append(request.Method)
            .Append('\n')
            .Append(PathOf(request.Path))
            .Append('\n')
            .Append(QueryOf(request.Query))
            .Append('\n');
        foreach (var name in signedHeaders)
        {
            text.Append(name).Append(':');
            AppendTrimmed(text, request.Header(name) ?? "");
            text.Append('\n');
        }

        return text.Append('\n')
            .AppendJoin(';', signedHeaders)
            .Append('\n')
            .Append(Convert.ToHexStringLower(SHA256.HashData(request.Body.Span)))
            .ToString();
    }

    // Services other than S3 encode each segment once more than it was sent, and resolve dots and double slashes.
    private static string PathOf(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (segment == "..")
            {
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            }
            else if (segment != ".")
            {
                segments.Add(Uri.EscapeDataString(segment));
            }
        }

        var closed = path.Length > 1 && path.EndsWith('/') && segments.Count > 0;
        return $"/{string.Join('/', segments)}{(closed ? "/" : "")}";
    }

    private static string QueryOf(string query)
    {
        if (query.Length == 0)
        {
            return "";
        }

        var pairs = query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .Select(static pair => (Name: Encoded(pair[0]), Value: pair.Length > 1 ? Encoded(pair[1]) : ""))
            .OrderBy(static pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Value, StringComparer.Ordinal);
        return string.Join('&', pairs.Select(static pair => $"{pair.Name}={pair.Value}"));
    }

    private static string Encoded(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    // Runs of spaces count as one.
    private static void AppendTrimmed(StringBuilder text, string value)
    {
        var space = false;
        foreach (var letter in value.AsSpan().Trim())
        {
            if (letter == ' ' && space)
            {
                continue;
            }

            space = letter == ' ';
            text.Append(letter);
        }
    }
}
