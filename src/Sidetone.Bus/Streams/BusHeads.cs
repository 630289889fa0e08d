using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sidetone.Bus.Log;
using Sidetone.Storage;

namespace Sidetone.Bus.Streams;

/// <summary>Knows how far every group's log goes, and wakes readers when it goes further.</summary>
/// <remarks>
/// One question to the store per announcement serves every reader, however many: a reader asks the store only when its
/// own group's log has grown. Between announcements the store is asked now and then, in case one was lost.
/// </remarks>
internal sealed partial class BusHeads(BusLog log, Database database, TimeProvider time, ILogger<BusHeads> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TroubleWait = TimeSpan.FromSeconds(1);

    private volatile Snapshot _now = new(FrozenDictionary<Guid, long>.Empty);

    /// <summary>Waits until a group's log goes beyond a position, or the time is over; true when it does.</summary>
    public async Task<bool> WaitBeyondAsync(Guid group, long position, TimeSpan atMost, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var end = Task.Delay(atMost, time, over.Token);
        var now = _now;
        while (now.Heads.GetValueOrDefault(group) <= position)
        {
            if (await Task.WhenAny(now.Changed.Task, end) == end)
            {
                cancellation.ThrowIfCancellationRequested();
                return false;
            }

            now = _now;
        }

        await over.CancelAsync();
        return true;
    }

    /// <summary>Ends when any group's log grows beyond what is known now.</summary>
    public Task Growth => _now.Changed.Task;

    /// <summary>Waits for <see cref="Growth"/> that was asked for before, or until the time is over.</summary>
    public async Task WaitAsync(Task growth, TimeSpan atMost, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(growth, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: readers end with their requests.
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            var heads = await log.HeadsAsync(stopping);
            var old = _now;
            if (heads.Any(entry => old.Heads.GetValueOrDefault(entry.Key) != entry.Value))
            {
                _now = new Snapshot(heads.ToFrozenDictionary());
                old.Changed.TrySetResult();
            }

            await database.WaitAsync(BusLog.Channel, LookEvery, stopping);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogDeaf(trouble);
            await Task.Delay(TroubleWait, time, stopping);
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "Event streams stand still, the store does not answer")]
    private partial void LogDeaf(Exception trouble);

    private sealed record Snapshot(FrozenDictionary<Guid, long> Heads)
    {
        /// <summary>Ends when there is a newer snapshot.</summary>
        public TaskCompletionSource Changed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
