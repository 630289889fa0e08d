using Sidetone.Api;
using Sidetone.Delivery.Dispatch;

namespace Sidetone.Health;

/// <summary><c>/health/live</c>: leave it running; <c>/health/ready</c>: send it work. Both are open and say no secret.</summary>
internal static class HealthApi
{
    public static IServiceCollection AddHealth(this IServiceCollection services) =>
        services.AddSingleton<ServerHealth>().AddHostedService<HealthWatch>();

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.ServiceProvider.GetRequiredService<ServerHealth>();
        var delivery = routes.ServiceProvider.GetRequiredService<DeliveryHealth>();
        routes.MapGet("/health/live", (RequestDelegate)(context => Answer(context, health, delivery, health.IsAlive)));
        routes.MapGet("/health/ready", (RequestDelegate)(context => Answer(context, health, delivery, health.IsReady)));
    }

    private static Task Answer(HttpContext context, ServerHealth health, DeliveryHealth delivery, bool isGood)
    {
        context.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return JsonAnswer.WriteAsync(
            context.Response,
            json =>
            {
                json.WriteString("status", health.Word);
                json.WriteStartObject("faults");
                foreach (var (part, why) in health.Faults)
                {
                    json.WriteString(part, why);
                }

                json.WriteEndObject();
                // No fault: one customer's missing bus is no reason to send work elsewhere. Which ones, and why, is not
                // for everybody: 'sidetone delivery status' says it.
                json.WriteNumber("heldDestinations", delivery.HeldDestinations);
            }
        );
    }
}
