using OpenTelemetry.Metrics;

namespace Sidetone.Serving;

/// <summary>Sends what the server counts to a collector, when one is named.</summary>
internal static class MeterExport
{
    /// <summary>The variable of the OpenTelemetry specification that names a collector.</summary>
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddMeterExport(this IServiceCollection services, IConfiguration configuration)
    {
        // An exporter without a collector would wake every minute to fail.
        if (!string.IsNullOrEmpty(configuration[Endpoint]))
        {
            services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter("Sidetone.*").AddOtlpExporter());
        }

        return services;
    }
}
