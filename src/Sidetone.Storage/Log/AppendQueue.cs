namespace Sidetone.Storage.Log;

/// <summary>Makes one append of the appends that wait at the same time.</summary>
/// <remarks>
/// Callers hand in a batch or two each; a set of them costs the tables little more than one. Nothing waits for a set to
/// fill: while the lanes are busy the next set gathers by itself. A lane exists while there is work for it, and begins on
/// the thread of the caller that found none.
/// </remarks>
internal sealed class AppendQueue(int lanesMax, Func<IReadOnlyList<LogEntry>, Task<AppendOutcome[]>> append)
{
    private const int WaitingMax = 4096;

    // Entries of one set: enough to share an fsync among many, and some milliseconds of work at most.
    private const int EntriesMax = 512;

    private readonly Lock _gate = new(); // Guards _waiting and _lanes.
    private readonly Queue<Waiting> _waiting = new();
    private int _lanes;

    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    )
    {
        var waiting = new Waiting(entries, cancellation);
        lock (_gate)
        {
            if (_waiting.Count >= WaitingMax)
            {
                throw new StoreBusyException($"{WaitingMax} appends wait for the disk already.");
            }

            _waiting.Enqueue(waiting);
            if (_lanes == lanesMax)
            {
                return waiting.Outcomes;
            }

            _lanes++;
        }

        // It hands every exception to those who wait, and so never fails itself.
        _ = RunLaneAsync();
        return waiting.Outcomes;
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
        var entries = 0;
        lock (_gate)
        {
            while (entries < EntriesMax && _waiting.TryDequeue(out var next))
            {
                if (!next.TryCancel())
                {
                    set.Add(next);
                    entries += next.Entries.Count;
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
            var outcomes = await append(set is [var only] ? only.Entries : [.. set.SelectMany(one => one.Entries)]);
            var from = 0;
            foreach (var one in set)
            {
                one.Complete(new ArraySegment<AppendOutcome>(outcomes, from, one.Entries.Count));
                from += one.Entries.Count;
            }
        }
        catch (Exception error) when (set.Count == 1 || error is StoreFullException or StoreBusyException)
        {
            set.ForEach(one => one.Fail(error));
        }
        catch (Exception)
        {
            // One of them has something that the engine does not take; alone, it fails alone.
            foreach (var one in set)
            {
                await RunAsync([one]);
            }
        }
    }

    private sealed class Waiting(IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        private readonly TaskCompletionSource<IReadOnlyList<AppendOutcome>> _completion = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public IReadOnlyList<LogEntry> Entries => entries;

        public Task<IReadOnlyList<AppendOutcome>> Outcomes => _completion.Task;

        public bool TryCancel() => cancellation.IsCancellationRequested && _completion.TrySetCanceled(cancellation);

        public void Complete(IReadOnlyList<AppendOutcome> outcomes) => _completion.TrySetResult(outcomes);

        public void Fail(Exception error) => _completion.TrySetException(error);
    }
}
