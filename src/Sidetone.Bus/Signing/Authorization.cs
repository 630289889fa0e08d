using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Signing;

/// <summary>An <c>Authorization</c> header of Signature Version 4, taken apart.</summary>
internal sealed record Authorization
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private static readonly string[] s_required = ["Credential", "Signature", "SignedHeaders"];

    public required string AccessKeyId { get; init; }
    public required string Date { get; init; }
    public required string Region { get; init; }
    public required string Service { get; init; }
    public required string[] SignedHeaders { get; init; }
    public required string Signature { get; init; }

    /// <summary>What the signature covers besides the request: day, region, service and the protocol's last word.</summary>
    public string Scope => $"{Date}/{Region}/{Service}/aws4_request";

    /// <summary>Reads a header.</summary>
    /// <exception cref="BusException">It is absent, of another algorithm, or incomplete; in AWS's words.</exception>
    public static Authorization Read(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            throw new BusException("MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        var space = header.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || header[..space] != Algorithm)
        {
            throw Incomplete($"Unsupported AWS 'algorithm': '{(space < 0 ? header : header[..space])}'");
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header[space..].Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                parts[part[..equals]] = part[(equals + 1)..];
            }
        }

        string[] missing = [.. s_required.Where(name => string.IsNullOrEmpty(parts.GetValueOrDefault(name)))];
        if (missing.Length > 0)
        {
            throw Incomplete(
                string.Join(" ", missing.Select(static name => $"Authorization header requires '{name}' parameter."))
            );
        }

        var scope = parts["Credential"].Split('/');
        return scope is [var id, var date, var region, var service, "aws4_request"]
            ? new Authorization
            {
                AccessKeyId = id,
                Date = date,
                Region = region,
                Service = service,
                SignedHeaders = parts["SignedHeaders"].Split(';'),
                Signature = parts["Signature"],
            }
            : throw Incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                    + $"got '{parts["Credential"]}'"
            );
    }

    /// <summary>The access key id of a header, if it has the form; nothing is required of the rest.</summary>
    public static string? AccessKeyIdOf(string? header)
    {
        const string Before = "Credential=";
        var at = header?.IndexOf(Before, StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            return null;
        }

        var rest = header.AsSpan(at + Before.Length);
        var end = rest.IndexOfAny('/', ',', ' ');
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private static BusException Incomplete(string message) => new("IncompleteSignatureException", message);
}
