using System.Globalization;
using System.Text.Json;

namespace Sidetone.Importing;

/// <summary>A server's refusal in one line for people.</summary>
internal static class ProblemText
{
    private const int LengthMax = 500;

    /// <summary>Detail and place of a problem document (RFC 9457), or the beginning of whatever came instead.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}");
        var body = await response.Content.ReadAsStringAsync(cancellation);
        var said = FromProblem(body) ?? body.ReplaceLineEndings(" ").Trim();
        said = said.Length > LengthMax ? said[..LengthMax] + "…" : said;
        return said.Length == 0 ? $"{status} {response.ReasonPhrase}" : $"{status}: {said}";
    }

    private static string? FromProblem(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            // The detail says everything that the title does, and more.
            var said = Text(document, "detail") is { Length: > 0 } detail ? detail : Text(document, "title");
            var place = Text(document, "path");
            return said.Length == 0 ? null : said + (place.Length > 0 ? $" ({place})" : "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString() ?? ""
            : "";
}
