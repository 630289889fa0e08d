using System.Globalization;
using System.Text.Json;
using Sidetone.Api;
using Sidetone.Groups;
using Sidetone.Intake;
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
        routes.MapRead("/v1/issues", GetIssues);
        routes.MapRead("/v1/issues/{id}", GetIssue);
    }

    /// <summary>The group's issues, the newest first: <c>?before=</c> a page's <c>next</c>, <c>?max=</c> up to 500, <c>?contactId=</c>.</summary>
    private static async Task GetIssues(HttpContext context, KeyHolder holder)
    {
        var query = context.Request.Query;
        var max = (int)Math.Clamp(query.NumberOf("max", PageDefault), 1, PageMax);
        string? contactId = query["contactId"];
        var store = context.RequestServices.GetRequiredService<IssueStore>();
        var issues = await store.ListAsync(
            holder.Group.Group.Id,
            PlaceOf(query["before"]),
            contactId,
            max,
            context.RequestAborted
        );
        await JsonAnswer.WriteAsync(
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
    private static async Task GetIssue(HttpContext context, KeyHolder holder)
    {
        var store = context.RequestServices.GetRequiredService<IssueStore>();
        var found = Guid.TryParse((string?)context.GetRouteValue("id"), out var id)
            ? await store.FindAsync(holder.Group.Group.Id, id, context.RequestAborted)
            : null;
        if (found is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await JsonAnswer.WriteAsync(
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
}
