using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Workflows;

namespace Sidetone.Heartbeat;

/// <summary>Registers heartbeats.</summary>
public static class HeartbeatRegistration
{
    /// <summary>
    /// Adds the stores and the service that runs what is due. The host brings the <see cref="Storage.Database"/> with
    /// <see cref="HeartbeatTables.Migrations"/> applied, delivery and the
    /// <see cref="Storage.Secrets.ISecretBox"/>. Calls are placed by SIP unless it brought another
    /// <see cref="ICallPlacer"/> before.
    /// </summary>
    public static IServiceCollection AddHeartbeats(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<HeartbeatOptions>().BindConfiguration(HeartbeatOptions.Section);
        services.AddSingleton<IValidateOptions<HeartbeatOptions>, HeartbeatOptionsAnnotations>();
        services.AddSingleton<IValidateOptions<HeartbeatOptions>, HeartbeatOptionsFiles>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<HeartbeatStore>().AddSingleton<SipAccountStore>().AddSingleton<DialRuleStore>();
        services.AddSingleton<WorkflowStore>();
        services
            .AddSingleton<JobStore>()
            .AddSingleton<JobPlanner>()
            .AddSingleton<JobEnding>()
            .AddSingleton<AgentLegWaits>()
            .AddSingleton<JobClaims>();
        services.AddSingleton<HeartbeatMetrics>().AddSingleton<LiveCalls>().AddSingleton<JobRunner>();
        services.TryAddSingleton<ICallPlacer>(static provider => new SipCallPlacer(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<HeartbeatOptions>>().Value.TrustedRoots is { } file
                ? TrustedRoots.Read(file)
                : null
        ));
        services.AddHostedService<HeartbeatService>();
        return services;
    }
}
