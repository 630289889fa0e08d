using System.Threading.Channels;
using Sidetone.Health;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Intake;

/// <summary>Where batches wait for their commit: those that wait together are made durable together.</summary>
/// <remarks>
/// <code>
///  request ──▶ queue (bounded) ──▶ writer: takes all that wait, appends them in one transaction ──▶ answers each request
/// </code>
/// While one transaction runs the next one's entries gather. Under load, senders answered together also send together: a
/// writer that took the first of them alone would pay a whole transaction for it, so it waits a moment for as many as last
/// time. A sender that is alone never waits. The embedded store writes one transaction at a time, so it has one writer; a served one has several.
/// </remarks>
internal sealed partial class AppendQueue(
    ITelemetryLog log,
    Database database,
    ServerHealth health,
    IntakeOptions options,
    IntakeCounters counters,
    ILogger<AppendQueue> logger
) : BackgroundService
{
    /// <summary>What this part is called in the health answer.</summary>
    public const string Part = "store";

    private const int GroupMax = 256;
    private const int ServedWriters = 4;

    // About what a transaction takes on a fast disk; a sender on a network does not see it.
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(2);

    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(options.QueueEntriesMax)
        {
            SingleReader = false,
            SingleWriter = false,
            FullMode = BoundedChannelFullMode.Wait, // TryWrite then says that it is full.
            AllowSynchronousContinuations = false,
        }
    );

    private long _bytes;
    private volatile bool _failing;

    /// <summary>Makes an entry durable; completes after the commit, or at once when there is no room.</summary>
    public ValueTask<AppendAnswer> AppendAsync(LogEntry entry)
    {
        if (Interlocked.Add(ref _bytes, entry.Body.Length) <= options.QueueBytesMax)
        {
            var pending = new PendingAppend(entry);
            if (_queue.Writer.TryWrite(pending))
            {
                return new ValueTask<AppendAnswer>(pending.Task);
            }
        }

        Interlocked.Add(ref _bytes, -entry.Body.Length);
        return ValueTask.FromResult(AppendAnswer.QueueFull);
    }

    /// <summary>Takes nothing more and commits what waits.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writers = database.Dialect.Name == "sqlite" ? 1 : ServedWriters;
        return Task.WhenAll(Enumerable.Range(0, writers).Select(_ => WriteAsync()));
    }

    // Not stopped by a token: a group that was taken is committed or refused, never forgotten.
    private async Task WriteAsync()
    {
        await Task.Yield();
        var group = new List<PendingAppend>(GroupMax);
        var entries = new List<LogEntry>(GroupMax);
        var last = 1;
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (_queue.Reader.Count < last)
            {
                // Real time whatever the server's clock is: this decides nothing but how many share a transaction.
                await Task.Delay(GatherTime, TimeProvider.System, CancellationToken.None);
            }

            while (group.Count < GroupMax && _queue.Reader.TryRead(out var pending))
            {
                group.Add(pending);
                entries.Add(pending.Entry);
            }

            last = group.Count;
            if (last > 0)
            {
                await CommitAsync(group, entries);
                counters.CommittedTogether(last);
            }

            group.Clear();
            entries.Clear();
        }
    }

    private async Task CommitAsync(List<PendingAppend> group, List<LogEntry> entries)
    {
        try
        {
            var outcomes = await log.AppendAsync(entries, CancellationToken.None);
            for (var index = 0; index < group.Count; index++)
            {
                Answer(group[index], AnswerOf(outcomes[index]));
            }

            Recovered();
        }
        catch (StoreFullException fault)
        {
            Refuse(group, AppendAnswer.StoreFull, fault);
        }
        catch (StoreBusyException)
        {
            AnswerAll(group, AppendAnswer.StoreBusy);
        }
        catch (Exception fault)
        {
            // Whatever it is, nothing of the group is on disk. It must not end this loop either: a batch that finds a
            // mistake of ours would take every sender along.
            Refuse(group, AppendAnswer.StoreFailed, fault);
        }
    }

    private void Refuse(List<PendingAppend> group, AppendAnswer answer, Exception fault)
    {
        AnswerAll(group, answer);
        health.Trouble(Part, fault.Message);
        // Said when it begins, not for each group that meets it.
        if (!_failing)
        {
            _failing = true;
            LogFailing(fault);
        }
    }

    private void Recovered()
    {
        if (_failing)
        {
            _failing = false;
            health.Recovered(Part);
            LogRecovered();
        }
    }

    private void AnswerAll(List<PendingAppend> group, AppendAnswer answer)
    {
        foreach (var pending in group)
        {
            Answer(pending, answer);
        }
    }

    // An entry whose request was answered is not answered again, whatever happens after.
    private void Answer(PendingAppend pending, AppendAnswer answer)
    {
        if (pending.TryAnswer(answer))
        {
            Interlocked.Add(ref _bytes, -pending.Entry.Body.Length);
        }
    }

    private static AppendAnswer AnswerOf(AppendOutcome outcome) =>
        outcome switch
        {
            AppendOutcome.Accepted => AppendAnswer.Accepted,
            AppendOutcome.Repeated => AppendAnswer.Repeated,
            AppendOutcome.Contradicted => AppendAnswer.Contradicted,
            AppendOutcome.SessionOfAnotherCall => AppendAnswer.SessionOfAnotherCall,
            AppendOutcome.TooOld => AppendAnswer.TooOld,
            _ => throw new System.Diagnostics.UnreachableException($"BUG: unknown outcome {outcome}."),
        };

    [LoggerMessage(3001, LogLevel.Error, "The store does not take batches; they are refused until it does.")]
    private partial void LogFailing(Exception fault);

    [LoggerMessage(3002, LogLevel.Information, "The store takes batches again.")]
    private partial void LogRecovered();
}
