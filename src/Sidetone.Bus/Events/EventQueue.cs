using Sidetone.Bus.Log;
using Sidetone.Storage;

namespace Sidetone.Bus.Events;

/// <summary>Makes one append to the log of those that wait at the same time: many requests, one commit.</summary>
/// <remarks>
/// Nothing waits for a set to fill: while one is on its way to the disk the next one gathers by itself. A lane exists
/// while there is work for it, and begins on the thread of the caller that found none.
/// </remarks>
internal sealed class EventQueue(Database database, BusLog log)
{
    private const int WaitingMax = 4_096;

    // Enough to share an fsync among many, and some milliseconds of work at most.
    private const int EventsMax = 512;

    // One goes to the disk, one is made ready; more would only wait for each other's groups.
    private const int LanesMax = 2;

    private readonly Lock _gate = new(); // Guards _waiting and _lanes.
    private readonly Queue<Waiting> _waiting = new();
    private int _lanes;

    /// <summary>Completes when the events are on disk.</summary>
    /// <exception cref="StoreBusyException">Too many wait already; nothing was appended.</exception>
    public Task AppendAsync(IReadOnlyList<BusEvent> events, CancellationToken cancellation)
    {
        var waiting = new Waiting(events, cancellation);
        lock (_gate)
        {
            if (_waiting.Count >= WaitingMax)
            {
                throw new StoreBusyException($"{WaitingMax} requests wait for the disk already.");
            }

            _waiting.Enqueue(waiting);
            if (_lanes == LanesMax)
            {
                return waiting.Done;
            }

            _lanes++;
        }

        // It hands every exception to those who wait, and so never fails itself.
        _ = RunLaneAsync();
        return waiting.Done;
    }

    private async Task RunLaneAsync()
    {
        while (Take() is { Count: > 0 } set)
        {
            await RunAsync(set);
        }
    }

    /// <summary>What waits, up to a full set; when nothing waits, the lane is over.</summary>
    private List<Waiting> Take()
    {
        var set = new List<Waiting>();
        var events = 0;
        lock (_gate)
        {
            while (events < EventsMax && _waiting.TryDequeue(out var next))
            {
                if (!next.TryCancel())
                {
                    set.Add(next);
                    events += next.Events.Count;
                }
            }

            if (set.Count == 0)
            {
                _lanes--;
            }
        }

        return set;
    }

    private async Task RunAsync(List<Waiting> set)
    {
        try
        {
            IReadOnlyList<BusEvent> events = set is [var only] ? only.Events : [.. set.SelectMany(one => one.Events)];

            // Not cancelled: the set belongs to many requests.
            await database.WriteAsync(
                (transaction, stop) => log.AppendAsync(transaction, events, stop),
                CancellationToken.None
            );
            set.ForEach(one => one.Complete());
        }
        catch (Exception error)
        {
            set.ForEach(one => one.Fail(error));
            return;
        }

        try
        {
            await log.AnnounceAsync(CancellationToken.None);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            // The events are on disk; readers look now and then without being told.
        }
    }

    private sealed class Waiting(IReadOnlyList<BusEvent> events, CancellationToken cancellation)
    {
        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<BusEvent> Events => events;

        public Task Done => _completion.Task;

        public bool TryCancel() => cancellation.IsCancellationRequested && _completion.TrySetCanceled(cancellation);

        public void Complete() => _completion.TrySetResult();

        public void Fail(Exception error) => _completion.TrySetException(error);
    }
}
