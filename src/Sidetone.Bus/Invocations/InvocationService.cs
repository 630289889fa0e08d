using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Storage;

namespace Sidetone.Bus.Invocations;

/// <summary>Invokes targets, one worker per lane that has work.</summary>
/// <remarks>
/// <code>
///   announced · next is due · a worker ended ──▶ which lanes are due? ──▶ start a worker for each
/// </code>
/// Workers share nothing, so a slow or failing target keeps no other waiting. Only the loop touches <c>_workers</c>.
/// </remarks>
internal sealed class InvocationService(
    Database database,
    InvocationClaims claims,
    LaneDirectory directory,
    LaneWorker worker,
    EngineHealth health,
    TimeProvider time,
    IOptions<InvocationOptions> options,
    ILogger<InvocationService> logger
) : EngineService("invocations", health, time, logger)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly InvocationOptions _options = options.Value;
    private readonly TimeProvider _time = time;
    private readonly Dictionary<long, Task> _workers = [];
    private readonly ConcurrentDictionary<long, long> _heldUntil = []; // Lanes whose rate is reached, by ticks of _time.
    private volatile TaskCompletionSource _ended = new();
    private bool _started;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_workers.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        if (!_started)
        {
            await claims.ReleaseOwnAsync(_options.Node, stopping);
            _started = true;
        }

        // Before the look: a worker that ends during it ends the wait at once.
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await ReapAsync();
        var wait = await StartDueAsync(stopping);
        await WaitAsync(wait < ShortestWait ? ShortestWait : wait, stopping);
    }

    /// <summary>Starts a worker for every lane that is due; how long until the next one is.</summary>
    private async Task<TimeSpan> StartDueAsync(CancellationToken stopping)
    {
        var wait = _options.LookEvery;
        var lanes = await claims.DueAsync(stopping);
        directory.Keep([.. lanes.Select(lane => lane.Number)]);
        foreach (var due in lanes)
        {
            // A lane that has a worker is looked at again when the worker ends.
            if (due.DueIn is not { } dueIn || _workers.ContainsKey(due.Number))
            {
                continue;
            }

            var held = HeldFor(due.Number);
            dueIn = held > dueIn ? held : dueIn;
            if (dueIn > TimeSpan.Zero)
            {
                wait = dueIn < wait ? dueIn : wait;
            }
            else if (_workers.Count < _options.ConcurrentTargets)
            {
                var work = DrainAsync(due, stopping);
                _workers.Add(due.Number, work);
                _ = WakeAfterAsync(work);
            }
        }

        return wait;
    }

    private TimeSpan HeldFor(long lane)
    {
        if (!_heldUntil.TryGetValue(lane, out var until))
        {
            return TimeSpan.Zero;
        }

        var left = TimeSpan.FromTicks(until - _time.GetUtcNow().UtcTicks);
        if (left <= TimeSpan.Zero)
        {
            _heldUntil.TryRemove(lane, out _);
        }

        return left;
    }

    private async Task DrainAsync(LaneDue due, CancellationToken stopping)
    {
        // Off the loop's thread from the first line: opening a target may take its time.
        await Task.Yield();
        try
        {
            var hold = await worker.DrainAsync(due, stopping);
            if (hold > TimeSpan.Zero)
            {
                _heldUntil[due.Number] = _time.GetUtcNow().UtcTicks + hold.Ticks;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping: nothing was claimed, or it is given back at the next start.
        }
    }

    /// <summary>The loop looks at a lane again when its worker ended, for what came while it was about to end.</summary>
    private async Task WakeAfterAsync(Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.TrySetResult();
    }

    /// <summary>Waits for an announcement of the store or for the end of a worker.</summary>
    private async Task WaitAsync(TimeSpan atMost, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var announced = database.WaitAsync(InvocationClaims.Channel, atMost, over.Token);
        await Task.WhenAny(announced, _ended.Task);
        await over.CancelAsync();
        try
        {
            await announced;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // A worker ended first; an announcement is kept for the next wait.
        }
    }

    /// <summary>Forgets workers that ended; what ended one by surprise comes out here.</summary>
    private async Task ReapAsync()
    {
        foreach (var (lane, task) in _workers.Where(entry => entry.Value.IsCompleted).ToArray())
        {
            _workers.Remove(lane);
            await task;
        }
    }
}
