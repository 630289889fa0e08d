using Sidetone.Api;

namespace Sidetone.Heartbeat;

/// <summary>The routes of heartbeats, and what they need.</summary>
internal static class HeartbeatApi
{
    public static IServiceCollection AddHeartbeatApi(this IServiceCollection services) =>
        services.AddHeartbeats().AddHostedService<HeartbeatRetentionService>().AddHostedService<HumanLegService>();

    public static void MapHeartbeats(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/heartbeats", (RequestDelegate)DefinitionsEndpoint.List);
        routes.MapPost("/v1/heartbeats", (RequestDelegate)DefinitionsEndpoint.Add);
        routes.MapGet("/v1/heartbeats/{id}", (RequestDelegate)DefinitionsEndpoint.Find);
        routes.MapPut("/v1/heartbeats/{id}", (RequestDelegate)DefinitionsEndpoint.Replace);
        routes.MapDelete("/v1/heartbeats/{id}", (RequestDelegate)DefinitionsEndpoint.Remove);
        routes.MapPost("/v1/heartbeats/{id}/run", (RequestDelegate)DefinitionsEndpoint.Run);
        routes.MapGet("/v1/heartbeats/{id}/jobs", (RequestDelegate)JobsEndpoint.List);

        routes.MapGet("/v1/heartbeat-jobs", (RequestDelegate)JobsEndpoint.List);
        routes.MapGet("/v1/heartbeat-jobs/{job}", (RequestDelegate)JobsEndpoint.Find);
        routes.MapRead("/v1/heartbeat-jobs/{job}/recording", JobsEndpoint.Recording);

        routes.MapGet("/v1/heartbeat-accounts", (RequestDelegate)AccountsEndpoint.List);
        routes.MapPut("/v1/heartbeat-accounts/{name}", (RequestDelegate)AccountsEndpoint.Put);
        routes.MapDelete("/v1/heartbeat-accounts/{name}", (RequestDelegate)AccountsEndpoint.Remove);

        routes.MapGet("/v1/heartbeat-workflows", (RequestDelegate)WorkflowsEndpoint.List);
        routes.MapPut("/v1/heartbeat-workflows/{name}", (RequestDelegate)WorkflowsEndpoint.Put);
        routes.MapDelete("/v1/heartbeat-workflows/{name}", (RequestDelegate)WorkflowsEndpoint.Remove);

        routes.MapGet("/v1/heartbeat-dial-rules", (RequestDelegate)DialRulesEndpoint.Find);
        routes.MapPut("/v1/heartbeat-dial-rules", (RequestDelegate)DialRulesEndpoint.Put);
    }
}
