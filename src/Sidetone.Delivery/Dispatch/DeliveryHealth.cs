using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sidetone.Delivery.Dispatch;

/// <summary>
/// Whether events leave: red when the dispatcher stopped by a mistake, yellow while the database is away.
/// </summary>
public sealed class DeliveryHealth : IHealthCheck
{
    private volatile Condition _condition = new(HealthStatus.Healthy, null);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var now = _condition;
        return Task.FromResult(new HealthCheckResult(now.Status, now.Reason));
    }

    internal void Works() => _condition = new Condition(HealthStatus.Healthy, null);

    internal void Waits(string reason) => _condition = new Condition(HealthStatus.Degraded, reason);

    internal void Stopped(string reason) => _condition = new Condition(HealthStatus.Unhealthy, reason);

    private sealed record Condition(HealthStatus Status, string? Reason);
}
