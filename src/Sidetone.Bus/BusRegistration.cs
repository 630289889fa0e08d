using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Archiving;
using Sidetone.Bus.Connections;
using Sidetone.Bus.Events;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Log;
using Sidetone.Bus.Metrics;
using Sidetone.Bus.Replaying;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Routing;
using Sidetone.Bus.Schedules;
using Sidetone.Bus.Streams;
using Sidetone.Bus.Targets;
using Sidetone.Bus.Targets.Buses;
using Sidetone.Bus.Targets.Files;
using Sidetone.Bus.Targets.Http;
using Sidetone.Bus.Targets.Sqs;
using Sidetone.Bus.Targets.Streams;

namespace Sidetone.Bus;

/// <summary>Registers the built-in bus.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Adds the log and its readers, routing, targets, schedules and replays. The host brings the
    /// <see cref="Storage.Database"/> with <see cref="BusTables.Migrations"/> applied, an <see cref="IBusTenants"/>, the
    /// <see cref="Storage.Secrets.ISecretBox"/> and the <see cref="Outgoing.OutgoingAddressPolicy"/>, and maps
    /// <see cref="BusStreamApi.MapBusStream"/>, <see cref="StreamApi.MapRuleStreams"/> and
    /// <see cref="FailuresApi.MapBusFailures"/>.
    /// </summary>
    public static IServiceCollection AddBus(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<BusOptions>().BindConfiguration(BusOptions.Section);
        services.AddSingleton<IValidateOptions<BusOptions>, BusOptionsAnnotations>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<BusLog>();
        services.TryAddSingleton<ResourceStore>();
        services.AddMetrics();
        services.AddSingleton<BusMetrics>();
        services.AddSingleton<EngineHealth>();
        services.AddHealthChecks().AddCheck<EngineHealth>("bus");
        services.AddEvents();
        services.AddRouting();
        services.AddInvocations();
        services.AddTargets();
        services.AddSingleton<ScheduleClock>().AddHostedService<ScheduleService>();
        services.AddSingleton<ReplayRunner>().AddHostedService<ReplayService>();
        services.AddSingleton<ArchiveRetention>();
        services.AddHostedService<BusRetentionService>();
        return services;
    }

    private static void AddEvents(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<EventIntakeOptions>().BindConfiguration(EventIntakeOptions.Section);
        services.AddSingleton<IValidateOptions<EventIntakeOptions>, EventIntakeOptionsAnnotations>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton<BusHeads>();
        services.AddHostedService(provider => provider.GetRequiredService<BusHeads>());
    }

    private static void AddRouting(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RoutingOptions>().BindConfiguration(RoutingOptions.Section);
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingOptionsAnnotations>();
        services.AddSingleton<RouteStore>().AddSingleton<EventRouter>().AddHostedService<RouterService>();
    }

    private static void AddInvocations(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<InvocationOptions>().BindConfiguration(InvocationOptions.Section);
        services.AddSingleton<IValidateOptions<InvocationOptions>, InvocationOptionsAnnotations>();
        services.AddSingleton<IValidateOptions<InvocationOptions>, InvocationOptionsRules>();
        services.AddSingleton<InvocationClaims>().AddSingleton<InvocationLedger>().AddSingleton<LaneDirectory>();
        services.AddSingleton<FailedInvocations>().AddSingleton<LaneWorker>().AddHostedService<InvocationService>();
    }

    private static void AddTargets(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<FileTargetOptions>().BindConfiguration(FileTargetOptions.Section);
        services.AddSingleton<IValidateOptions<FileTargetOptions>, FileTargetOptionsAnnotations>();
        services.AddOptionsWithValidateOnStart<SqsTargetOptions>().BindConfiguration(SqsTargetOptions.Section);
        services.AddSingleton<IValidateOptions<SqsTargetOptions>, SqsTargetOptionsAnnotations>();
        services.TryAddSingleton<ConnectionSecrets>();
        services.AddSingleton<StreamLog>().AddSingleton<StreamHeads>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamHeads>());
        services.AddSingleton<ITargetKind, FileTargetKind>();
        services.AddSingleton<ITargetKind, BusTargetKind>();
        services.AddSingleton<ITargetKind, StreamTargetKind>();
        services.AddSingleton<ITargetKind, SqsTargetKind>();
        services.AddSingleton<ITargetKind, ApiDestinationKind>();
    }
}
