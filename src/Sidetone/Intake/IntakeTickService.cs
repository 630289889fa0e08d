using Sidetone.Health;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Intake;

/// <summary>
/// Tells the log every few seconds that batches are accepted: only then does a call's silence mean anything. Its success
/// also shows that the store can be written to.
/// </summary>
internal sealed class IntakeTickService(ITelemetryLog log, ServerHealth health, TimeProvider time) : BackgroundService
{
    private const string Part = "tick";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                if (health.IsAccepting)
                {
                    await TickAsync(stoppingToken);
                }
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: the time from here on is none in which silence counts.
        }
    }

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        try
        {
            await log.TickAsync(stoppingToken);
            health.Recovered(Part);
            // A store that was full may have room now; only the next batch can tell, so it must be let through.
            health.Recovered(AppendQueue.Part);
        }
        catch (Exception fault)
            when (fault is StoreBusyException or StoreFullException or System.Data.Common.DbException or IOException)
        {
            health.Trouble(Part, fault.Message);
        }
    }
}
