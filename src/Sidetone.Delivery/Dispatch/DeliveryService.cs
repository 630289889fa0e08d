using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Outgoing;
using Sidetone.Storage;

namespace Sidetone.Delivery.Dispatch;

/// <summary>Moves events from the outbox to their destinations, one worker per destination that has work.</summary>
/// <remarks>
/// <code>
///   announced · next is due · a worker ended ──▶ which destinations are due? ──▶ start a worker for each
/// </code>
/// Workers share nothing, so a slow or failing destination keeps no other waiting. Only the loop touches
/// <c>_workers</c>. A worker that ends by a mistake in this program ends the service, and health says so.
/// </remarks>
internal sealed partial class DeliveryService(
    Database database,
    DeliveryClaims claims,
    DestinationGates gates,
    DestinationWorker worker,
    RetrySchedule retries,
    DeliveryHealth health,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<DeliveryService> logger
) : BackgroundService
{
    private readonly DeliveryOptions _options = options.Value;
    private readonly WakeSignal _wake = new();
    private readonly Dictionary<DestinationId, Task> _workers = [];
    private Task _listening = Task.CompletedTask;
    private int _storeFailures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        _listening = ListenAsync(ending.Token);
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is not delivered stays in the outbox for the next start.
        }
        catch (Exception unexpected)
        {
            health.Stopped($"Delivery stopped: {unexpected.Message}");
            LogStopped(unexpected);
            throw;
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll([_listening, .. _workers.Values]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var started = false;
        while (true)
        {
            TimeSpan wait;
            try
            {
                if (!started)
                {
                    await claims.ReleaseOwnAsync(_options.Node, stopping);
                    started = true;
                }

                await ReapAsync();
                wait = await StartDueAsync(stopping);
                _storeFailures = 0;
                health.Works();
            }
            catch (Exception trouble) when (StoreTrouble.Passes(trouble))
            {
                _storeFailures++;
                wait = retries.DelayAfter(_storeFailures, asked: null);
                health.Waits($"The store does not answer: {trouble.Message}");
                LogStoreTrouble(trouble, wait);
            }

            await _wake.WaitAsync(wait, time, stopping);
        }
    }

    /// <summary>
    /// Starts a worker for every destination that has something due or is to be probed; how long until the next one.
    /// </summary>
    private async Task<TimeSpan> StartDueAsync(CancellationToken stopping)
    {
        var wait = _options.LookEvery;
        var destinations = await claims.DueAsync(stopping);
        gates.Keep(destinations);
        foreach (var due in destinations)
        {
            // A destination that has a worker is looked at again when the worker ends.
            if (_workers.ContainsKey(due.Id) || gates.WorkIn(due) is not { } dueIn)
            {
                continue;
            }

            if (dueIn > TimeSpan.Zero)
            {
                wait = dueIn < wait ? dueIn : wait;
            }
            else if (_workers.Count < _options.ConcurrentDestinations)
            {
                _workers.Add(due.Id, WorkAsync(due, stopping));
            }
        }

        return wait;
    }

    private async Task WorkAsync(DestinationDue due, CancellationToken stopping)
    {
        // Off the loop's thread from the first line: opening a destination may take its time.
        await Task.Yield();
        try
        {
            await worker.DrainAsync(due, stopping);
        }
        finally
        {
            _wake.Set();
        }
    }

    /// <summary>Forgets workers that ended; what ended one by surprise comes out here.</summary>
    private async Task ReapAsync()
    {
        foreach (var (id, task) in _workers.Where(entry => entry.Value.IsCompleted).ToArray())
        {
            _workers.Remove(id);
            await task;
        }

        if (_listening.IsCompleted)
        {
            await _listening;
        }
    }

    /// <summary>Passes the store's announcements on to the loop.</summary>
    private async Task ListenAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await database.WaitAsync(EventOutbox.Channel, _options.LookEvery, stopping))
                {
                    _wake.Set();
                }

                failures = 0;
            }
            catch (Exception trouble) when (StoreTrouble.Passes(trouble))
            {
                // The loop meets the same trouble and says so; it looks by itself meanwhile.
                failures++;
                await Task.Delay(retries.DelayAfter(failures, asked: null), time, stopping);
            }
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "The store does not answer delivery; next try in {Delay}")]
    private partial void LogStoreTrouble(Exception trouble, TimeSpan delay);

    [LoggerMessage(3002, LogLevel.Critical, "Delivery stopped by a mistake in this program")]
    private partial void LogStopped(Exception unexpected);
}
