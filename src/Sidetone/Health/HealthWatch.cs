namespace Sidetone.Health;

/// <summary>
/// Watches every background service of the host: one that ends while nobody stops it makes the server unhealthy, and
/// intake stop accepting. Services need not take part, and cannot forget to.
/// </summary>
internal sealed partial class HealthWatch(
    IServiceProvider services,
    ServerHealth health,
    IHostApplicationLifetime lifetime,
    ILogger<HealthWatch> logger
) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(health.Stopping);
        // Asked for here and not in the constructor: this is one of them.
        foreach (var service in services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (service.ExecuteTask is { } running)
            {
                _ = WatchAsync(service.GetType().Name, running);
            }
        }

        health.Started();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WatchAsync(string name, Task running)
    {
        // Whatever the end, it is one: the host logs the exception, this says what it means.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }

        health.Broke(name, running.Exception?.InnerException?.Message ?? "It ended, and nobody had stopped it.");
        LogBroken(name);
    }

    [LoggerMessage(1001, LogLevel.Critical, "{Service} ended, and nobody had stopped it; nothing more is accepted.")]
    private partial void LogBroken(string service);
}
