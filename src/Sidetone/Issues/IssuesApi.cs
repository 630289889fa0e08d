using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sidetone.Groups;
using Sidetone.Intake;
using Sidetone.Intake.Refusals;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Issues;

/// <summary>The routes of reported issues: handing one in, and reading them.</summary>
internal static class IssuesApi
{
    private const int PageDefault = 50;
    private const int PageMax = 500;

    public static IServiceCollection AddIssues(this IServiceCollection services) =>
        services.AddSingleton<IssueStore>().AddSingleton<IssueEndpoint>().AddHostedService<IssueRetentionService>();

    public static void MapIssues(this IEndpointRouteBuilder routes)
    {
        var provider = routes.ServiceProvider;
        routes.MapPost("/v1/issues", provider.GetRequiredService<IssueEndpoint>().Post);
        routes.MapMethods("/v1/issues", [HttpMethods.Options], provider.GetRequiredService<CrossOrigin>().Preflight);
        routes.MapGet("/v1/issues", (RequestDelegate)GetIssues);
        routes.MapGet("/v1/issues/{id}", (RequestDelegate)GetIssue);
    }

    /// <summary>The group's issues, the newest first: <c>?before=</c> a page's <c>next</c>, <c>?max=</c> up to 500, <c>?contactId=</c>.</summary>
    private static async Task GetIssues(HttpContext context)
    {
        if (!ReadAccess.TryGrant(context, out var holder, out var refusal))
        {
            await ProblemResponse.WriteAsync(context.Response, refusal);
            return;
        }

        var query = context.Request.Query;
        var max = (int)Math.Clamp(NumberOf(query["max"], PageDefault), 1, PageMax);
        string? contactId = query["contactId"];
        var store = context.RequestServices.GetRequiredService<IssueStore>();
        var issues = await store.ListAsync(
            holder.Group.Group.Id,
            PlaceOf(query["before"]),
            contactId,
            max,
            context.RequestAborted
        );
        await WriteAsync(
            context.Response,
            json =>
            {
                json.WriteStartArray("issues");
                foreach (var issue in issues)
                {
                    json.WriteStartObject();
                    Write(json, issue);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                if (issues.Count == max)
                {
                    json.WriteString("next", TextOf(issues[^1]));
                }
            }
        );
    }

    /// <summary>One issue, with its samples.</summary>
    private static async Task GetIssue(HttpContext context)
    {
        if (!ReadAccess.TryGrant(context, out var holder, out var refusal))
        {
            await ProblemResponse.WriteAsync(context.Response, refusal);
            return;
        }

        var store = context.RequestServices.GetRequiredService<IssueStore>();
        var found = Guid.TryParse((string?)context.GetRouteValue("id"), out var id)
            ? await store.FindAsync(holder.Group.Group.Id, id, context.RequestAborted)
            : null;
        if (found is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await WriteAsync(
            context.Response,
            json =>
            {
                Write(json, found);
                IssueWriter.WriteSamples(json, found.Issue);
            }
        );
    }

    private static void Write(Utf8JsonWriter json, StoredIssue stored)
    {
        IssueWriter.WriteMembers(json, stored.Issue);
        json.WriteNumber("storedAt", stored.StoredAt);
        json.WriteBoolean("hasSamples", stored.Issue.Tracks.Count > 0);
    }

    // Time and id: several issues of one millisecond may lie on both sides of a page's end.
    private static string TextOf(StoredIssue last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.Issue.At}-{last.Issue.Id:N}");

    private static IssuePlace PlaceOf(string? text)
    {
        var parts = (text ?? "").Split('-', 2);
        return !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? IssuePlace.Newest
            : parts.Length == 2 && Guid.TryParseExact(parts[1], "N", out var id) ? new IssuePlace(at, id)
            : new IssuePlace(at, Guid.Empty);
    }

    private static long NumberOf(string? text, long fallback) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    private static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, response.HttpContext.RequestAborted);
    }
}
