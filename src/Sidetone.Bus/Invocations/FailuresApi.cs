using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Sidetone.Bus.Invocations;

/// <summary>Why events did not reach the targets of rules that matched them, over HTTP.</summary>
public static class FailuresApi
{
    private const int ListMax = 1_000;
    private const int ListUsual = 100;

    /// <summary>
    /// Maps <c>GET /v1/bus/failures?rule=&amp;max=</c>: <c>{"failed":[…],"retrying":[…]}</c>, each with the event's id, the
    /// rule, the target, the error and the number of attempts.
    /// </summary>
    /// <param name="routes">Where to map it.</param>
    /// <param name="groupOf">The group that the caller may read, from its read key; null refuses with 401.</param>
    public static IEndpointConventionBuilder MapBusFailures(
        this IEndpointRouteBuilder routes,
        Func<HttpContext, ValueTask<Guid?>> groupOf
    ) =>
        routes
            .MapGet("/v1/bus/failures", (HttpContext context) => AnswerAsync(context, groupOf))
            .WithName("GetBusFailures")
            .WithTags("Events");

    private static async Task AnswerAsync(HttpContext context, Func<HttpContext, ValueTask<Guid?>> groupOf)
    {
        var answer = await GetAsync(context, groupOf);
        await answer.ExecuteAsync(context);
    }

    private static async Task<IResult> GetAsync(HttpContext context, Func<HttpContext, ValueTask<Guid?>> groupOf)
    {
        if (await groupOf(context) is not { } group)
        {
            return TypedResults.Problem("Reading failures needs a read key.", statusCode: 401);
        }

        var max = ListUsual;
        if (
            context.Request.Query["max"].ToString() is { Length: > 0 } asked
            && (
                !int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out max)
                || max is < 1 or > ListMax
            )
        )
        {
            return TypedResults.Problem($"max must be from 1 to {ListMax}.", statusCode: 400);
        }

        var rule = context.Request.Query["rule"].ToString() is { Length: > 0 } named ? named : null;
        var store = context.RequestServices.GetRequiredService<FailedInvocations>();
        var answer = new FailuresAnswer(
            await store.ListAsync(group, rule, max, context.RequestAborted),
            await store.ListRetryingAsync(group, rule, max, context.RequestAborted)
        );
        return TypedResults.Json(answer, FailuresJson.Default.FailuresAnswer);
    }
}

/// <summary>A group's failures.</summary>
/// <param name="Failed">Those that are kept until somebody sends them again.</param>
/// <param name="Retrying">Those that are tried again by themselves.</param>
internal sealed record FailuresAnswer(IReadOnlyList<FailedInvocation> Failed, IReadOnlyList<FailedInvocation> Retrying);

/// <summary>How failures are spelled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FailuresAnswer))]
internal sealed partial class FailuresJson : JsonSerializerContext;
