using System.Globalization;
using Sidetone.Groups;
using Sidetone.Intake.Refusals;

namespace Sidetone.Api;

/// <summary>Routes that read what belongs to the group of the request's key.</summary>
internal static class ReadRoutes
{
    /// <summary>Maps a GET that only a read or admin key opens; others get a problem document.</summary>
    public static void MapRead(
        this IEndpointRouteBuilder routes,
        string path,
        Func<HttpContext, KeyHolder, Task> answer
    ) =>
        routes.MapGet(
            path,
            (RequestDelegate)(
                context =>
                    ReadAccess.TryGrant(context, out var holder, out var refusal)
                        ? answer(context, holder)
                        : ProblemResponse.WriteAsync(context.Response, refusal)
            )
        );

    /// <summary>A whole number of the query; <paramref name="fallback"/> when it is not there or is none.</summary>
    public static long NumberOf(this IQueryCollection query, string name, long fallback) =>
        long.TryParse(query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
