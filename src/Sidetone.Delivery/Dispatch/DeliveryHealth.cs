using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sidetone.Delivery.Dispatch;

/// <summary>
/// Whether events leave: red when the dispatcher stopped by a mistake, yellow while the database is away or
/// destinations are held back until somebody mends what they need.
/// </summary>
public sealed class DeliveryHealth : IHealthCheck
{
    private volatile Condition _condition = new(HealthStatus.Healthy, null);
    private volatile int _held;

    /// <summary>
    /// How many destinations of this node are held back. It names none, because whoever may ask for health may not
    /// know the groups.
    /// </summary>
    public int HeldDestinations => _held;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var now = _condition;
        return Task.FromResult(
            now.Status == HealthStatus.Healthy && _held > 0
                ? HealthCheckResult.Degraded(
                    $"{_held} destinations are held back: 'sidetone delivery status' says why."
                )
                : new HealthCheckResult(now.Status, now.Reason)
        );
    }

    internal void Works() => _condition = new Condition(HealthStatus.Healthy, null);

    internal void Waits(string reason) => _condition = new Condition(HealthStatus.Degraded, reason);

    internal void Stopped(string reason) => _condition = new Condition(HealthStatus.Unhealthy, reason);

    internal void Held(int destinations) => _held = destinations;

    private sealed record Condition(HealthStatus Status, string? Reason);
}
