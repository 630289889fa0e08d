using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Sidetone.Intake.Refusals;

/// <summary>Writes a refusal as a problem document (RFC 9457) with the members <c>reason</c> and <c>path</c> added.</summary>
internal static class ProblemResponse
{
    public static async Task WriteAsync(HttpResponse response, Refusal refusal)
    {
        var kind = RefusalKind.Of(refusal.Reason);
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:sidetone:problem:{kind.Code}");
            json.WriteString("title", kind.Title);
            json.WriteNumber("status", kind.Status);
            json.WriteString("detail", refusal.Detail);
            json.WriteString("reason", kind.Code);
            if (refusal.Path is not null)
            {
                json.WriteString("path", refusal.Path);
            }

            json.WriteEndObject();
        }

        response.StatusCode = kind.Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.WrittenCount;
        WriteHeaders(response.Headers, refusal);
        await response.Body.WriteAsync(body.WrittenMemory, response.HttpContext.RequestAborted);
    }

    private static void WriteHeaders(IHeaderDictionary headers, Refusal refusal)
    {
        headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } after)
        {
            // Whole seconds, and never 0: that would be an invitation to try at once.
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.Reason is RefusalReason.KeyMissing or RefusalReason.KeyUnknown)
        {
            headers.WWWAuthenticate = "Bearer realm=\"sidetone\"";
        }

        if (refusal.Reason is RefusalReason.ContentEncoding)
        {
            headers.AcceptEncoding = "gzip, br, deflate";
        }
    }
}
