using Microsoft.Extensions.Options;

namespace Sidetone.Closing;

/// <summary>Registers closing.</summary>
internal static class ClosingRegistration
{
    public static IServiceCollection AddClosing(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ClosingOptions>().BindConfiguration(ClosingOptions.Section);
        services.AddSingleton<IValidateOptions<ClosingOptions>, ClosingOptionsAnnotations>();
        services.AddSingleton<ClosedCallStore>();
        services.AddSingleton<CallCloser>();
        services.AddSingleton<ClosingMetrics>();
        services.AddHostedService<ClosingService>();
        services.AddHostedService<CallRetentionService>();
        return services;
    }
}

[OptionsValidator]
internal sealed partial class ClosingOptionsAnnotations : IValidateOptions<ClosingOptions>;
