using System.Text.Json;
using Sidetone.Api;
using Sidetone.Groups;
using Sidetone.Intake.Batches;
using Sidetone.Intake.Bodies;
using Sidetone.Intake.Refusals;
using Sidetone.Networks;

namespace Sidetone.Intake;

/// <summary>The routes of intake.</summary>
internal static class IntakeApi
{
    public static IServiceCollection AddIntake(this IServiceCollection services, IntakeOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton<IntakeCounters>()
            .AddSingleton<IntakeGate>()
            .AddSingleton<CrossOrigin>()
            .AddSingleton<BodyIntake>()
            .AddSingleton<Entrance>()
            .AddSingleton<BatchEntry>()
            .AddSingleton<BatchEndpoint>()
            .AddSingleton<AppendQueue>()
            .AddHostedService(static provider => provider.GetRequiredService<AppendQueue>())
            .AddHostedService<IntakeTickService>();

    public static void MapIntake(this IEndpointRouteBuilder routes)
    {
        var provider = routes.ServiceProvider;
        var batches = provider.GetRequiredService<BatchEndpoint>();
        var crossOrigin = provider.GetRequiredService<CrossOrigin>();
        routes.MapPost("/v1/batches", batches.Post);
        routes.MapMethods("/v1/batches", [HttpMethods.Options], crossOrigin.Preflight);
        routes.MapGet("/v1/time", (RequestDelegate)GetTime);
        routes.MapRead("/v1/intake/counters", GetCounters);
    }

    // Open to every page: it says what any clock says, and needs no preflight.
    private static Task GetTime(HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return JsonAnswer.WriteAsync(context.Response, json => json.WriteNumber("serverTime", now));
    }

    private static Task GetCounters(HttpContext context, KeyHolder holder)
    {
        var counters = context.RequestServices.GetRequiredService<IntakeCounters>();
        return JsonAnswer.WriteAsync(
            context.Response,
            json =>
            {
                Write(json, counters.Of(holder.Group.Group.Id));
                // Strangers belong to no group; how often they were refused is for those who run things.
                if (holder.Role == KeyRole.Admin)
                {
                    json.WriteStartObject("unidentified");
                    Write(json, counters.Unidentified);
                    json.WriteEndObject();
                }
            }
        );
    }

    private static void Write(Utf8JsonWriter json, GroupCounters counters)
    {
        json.WriteNumber("accepted", counters.Accepted);
        json.WriteNumber("repeated", counters.Repeated);
        json.WriteStartObject("refused");
        foreach (var reason in Enum.GetValues<RefusalReason>())
        {
            if (counters.Refused(reason) is > 0 and var count)
            {
                json.WriteNumber(RefusalKind.Of(reason).Code, count);
            }
        }

        json.WriteEndObject();
    }
}
