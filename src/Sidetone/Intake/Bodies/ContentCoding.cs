namespace Sidetone.Intake.Bodies;

/// <summary>How a body was compressed (RFC 9110, 8.4.1).</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Brotli,
    Deflate,
}

/// <summary>Reads the headers that say what a body is.</summary>
internal static class ContentHeaders
{
    private const byte GzipFirst = 0x1f;
    private const byte GzipSecond = 0x8b;

    /// <summary>The coding a header names; null when it names one that is not taken, or several.</summary>
    public static ContentCoding? Coding(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            return ContentCoding.Identity;
        }

        var text = header.AsSpan().Trim();
        return text switch
        {
            _ when Is(text, "gzip") || Is(text, "x-gzip") => ContentCoding.Gzip,
            _ when Is(text, "br") => ContentCoding.Brotli,
            _ when Is(text, "deflate") => ContentCoding.Deflate,
            _ when Is(text, "identity") => ContentCoding.Identity,
            _ => null,
        };
    }

    /// <summary>Whether a body is gzip, whatever its header says: a beacon cannot set one (RFC 1952, 2.3.1).</summary>
    public static bool LooksGzip(ReadOnlySpan<byte> body) =>
        body.Length >= 2 && body[0] == GzipFirst && body[1] == GzipSecond;

    /// <summary>
    /// Whether a content type is JSON or plain text in UTF-8. None at all is taken too: a beacon of bare bytes has none.
    /// </summary>
    public static bool IsTaken(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType) || contentType == "application/json")
        {
            return true;
        }

        var type = contentType.AsSpan();
        var semicolon = type.IndexOf(';');
        var name = (semicolon < 0 ? type : type[..semicolon]).Trim();
        return (Is(name, "application/json") || Is(name, "text/plain"))
            && (semicolon < 0 || HasUtf8(type[(semicolon + 1)..]));
    }

    private static bool HasUtf8(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            {
                return Is(parameter["charset=".Length..].Trim('"'), "utf-8");
            }
        }

        return true;
    }

    private static bool Is(ReadOnlySpan<char> text, string name) =>
        text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
