using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Events;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Streams;

namespace Sidetone.Bus;

/// <summary>Registers the built-in bus.</summary>
public static class BusRegistration
{
    /// <summary>
    /// Adds the log and its readers. The host brings the <see cref="Storage.Database"/> with
    /// <see cref="BusTables.Migrations"/> applied, and maps <see cref="BusStreamApi.MapBusStream"/>.
    /// </summary>
    public static IServiceCollection AddBus(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<BusOptions>().BindConfiguration(BusOptions.Section);
        services.AddSingleton<IValidateOptions<BusOptions>, BusOptionsAnnotations>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<BusLog>();
        services.TryAddSingleton<ResourceStore>();
        services.AddEvents();
        services.AddSingleton<BusHeads>();
        services.AddHostedService(provider => provider.GetRequiredService<BusHeads>());
        services.AddHostedService<BusRetentionService>();
        return services;
    }

    private static void AddEvents(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<EventIntakeOptions>().BindConfiguration(EventIntakeOptions.Section);
        services.AddSingleton<IValidateOptions<EventIntakeOptions>, EventIntakeOptionsAnnotations>();
        services.AddSingleton<EventIntake>();
    }
}
