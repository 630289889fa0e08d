using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sidetone.Bus;

/// <summary>
/// Whether the bus's background work goes on: red when a part stopped by a mistake, yellow while the database is away.
/// </summary>
public sealed class EngineHealth : IHealthCheck
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Condition> _parts = new(
        StringComparer.Ordinal
    );

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        // The worst of them: statuses count upwards from unhealthy.
        var worst = _parts.Values.OrderBy(part => part.Status).FirstOrDefault();
        return Task.FromResult(
            worst is null ? HealthCheckResult.Healthy() : new HealthCheckResult(worst.Status, worst.Reason)
        );
    }

    internal void Works(string part) => _parts[part] = new Condition(HealthStatus.Healthy, null);

    internal void Waits(string part, string reason) => _parts[part] = new Condition(HealthStatus.Degraded, reason);

    internal void Stopped(string part, string reason) => _parts[part] = new Condition(HealthStatus.Unhealthy, reason);

    private sealed record Condition(HealthStatus Status, string? Reason);
}
