using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Sidetone.Groups;
using Sidetone.Intake;
using Sidetone.Intake.Refusals;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Desk;

/// <summary><c>GET /v1/desk</c>: what a page must know to observe and to offer a report, read with the key that it has.</summary>
internal static class DeskApi
{
    /// <summary>A changed setting reaches pages within this; asked again, an unchanged answer is only confirmed.</summary>
    private const string Caching = "private, max-age=60";

    private const int SampleIntervalMs = 1_000;
    private const int BatchIntervalMs = 10_000;
    private const int IssueSampleSeconds = 30;
    private const int EtagBytes = 16;

    public static void MapDesk(this IEndpointRouteBuilder routes)
    {
        var crossOrigin = routes.ServiceProvider.GetRequiredService<CrossOrigin>();
        routes.MapGet("/v1/desk", (RequestDelegate)GetDesk);
        routes.MapMethods("/v1/desk", [HttpMethods.Options], crossOrigin.Preflight);
    }

    private static async Task GetDesk(HttpContext context)
    {
        var services = context.RequestServices;
        string? origin = context.Request.Headers.Origin;
        if (origin is not null)
        {
            services.GetRequiredService<CrossOrigin>().Admit(context, origin);
        }

        var key = SenderKey.Of(context.Request.Headers).ToString();
        KeyHolder? holder = null;
        var refusal =
            key.Length == 0
                ? new Refusal(RefusalReason.KeyMissing, "Send an ingest key: Authorization: Bearer or X-Sidetone-Key.")
                : services.GetRequiredService<IntakeGate>().Admit(key, origin, out holder, mayRead: true);
        if (refusal is not null || holder is null)
        {
            services.GetRequiredService<IntakeCounters>().Refused(holder?.Group.Group.Id, refusal!.Reason);
            await ProblemResponse.WriteAsync(context.Response, refusal!);
            return;
        }

        await AnswerAsync(context, holder.Group.Settings);
    }

    private static async Task AnswerAsync(HttpContext context, GroupSettings settings)
    {
        var body = BodyOf(settings);
        var response = context.Response;
        var etag = string.Create(
            CultureInfo.InvariantCulture,
            $"\"{Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan).AsSpan(0, EtagBytes))}\""
        );
        response.Headers.ETag = etag;
        response.Headers.CacheControl = Caching;
        response.Headers.Append("Vary", "Authorization, X-Sidetone-Key");
        if (IsKnown(context.Request.Headers.IfNoneMatch, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    // RFC 9110, 13.1.2: any of several, compared weakly. A proxy that compresses weakens what it passes on.
    private static bool IsKnown(IEnumerable<string?> offered, string etag) =>
        offered
            .SelectMany(header => (header ?? "").Split(','))
            .Select(text => text.Trim())
            .Any(text => text == "*" || (text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text) == etag);

    private static ArrayBufferWriter<byte> BodyOf(GroupSettings settings)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteBoolean("headset", settings.Headset);
        json.WriteNumber("sampleIntervalMs", SampleIntervalMs);
        json.WriteNumber("batchIntervalMs", BatchIntervalMs);
        json.WriteStartObject("issues");
        DeskSettingsJson.WriteLists(json, settings.Desk);
        json.WriteNumber("sampleSeconds", IssueSampleSeconds);
        json.WriteNumber("samplesMax", WireLimits.IssueSamplesMax);
        json.WriteEndObject();
        json.WriteEndObject();
        return body;
    }
}
