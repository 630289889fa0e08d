using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.EventBridge;
using Sidetone.Delivery.Files;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Status;
using Sidetone.Delivery.Webhooks;
using Sidetone.Outgoing;

namespace Sidetone.Delivery;

/// <summary>Registers delivery.</summary>
public static class DeliveryRegistration
{
    /// <summary>
    /// Adds the outbox, the file, webhook and EventBridge destinations and the service that sends. The host brings the
    /// <see cref="Storage.Database"/> with <see cref="DeliveryTables.Migrations"/> applied, the
    /// <see cref="Storage.Secrets.ISecretBox"/> and the <see cref="OutgoingAddressPolicy"/>; more kinds are added as
    /// <see cref="IDestinationKind"/> singletons.
    /// </summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<DeliveryOptions>().BindConfiguration(DeliveryOptions.Section);
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsAnnotations>();
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();

        services.AddSingleton<EventOutbox>();
        services.AddSingleton<DestinationStore>();
        services.AddSingleton<DeliveryStatus>();
        services.AddSingleton<IDestinationKind, FileDestinationKind>();
        services.AddSingleton<IDestinationKind, WebhookDestinationKind>();
        services.AddSingleton<IDestinationKind, EventBridgeDestinationKind>();

        services.AddSingleton<DeliveryClaims>();
        services.AddSingleton<DestinationDirectory>();
        services.AddSingleton<DestinationConditions>();
        services.AddSingleton<DestinationGates>();
        services.AddSingleton<DestinationWorker>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<DeliveryHealth>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
            return new RetrySchedule(options.FirstRetryDelay, options.LongestRetryDelay, Random.Shared);
        });
        services.AddHostedService<DeliveryService>();
        services.AddHostedService<OutboxRetentionService>();
        services.AddHealthChecks().AddCheck<DeliveryHealth>("delivery");
        return services;
    }
}
