using Sidetone.Storage.Log;

namespace Sidetone.Intake;

/// <summary>An entry that waits for its commit, and the request that waits for it.</summary>
internal sealed class PendingAppend(LogEntry entry)
    // The writer must not run requests on its own thread: it has the next group to commit.
    : TaskCompletionSource<AppendAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public LogEntry Entry => entry;

    public bool TryAnswer(AppendAnswer answer) => TrySetResult(answer);
}

/// <summary>What became of an entry.</summary>
internal enum AppendAnswer
{
    /// <summary>It is on disk.</summary>
    Accepted,

    /// <summary>It was on disk before.</summary>
    Repeated,

    /// <summary>Other content is on disk under its number.</summary>
    Contradicted,

    /// <summary>Its session belongs to another call.</summary>
    SessionOfAnotherCall,

    /// <summary>Its call outlived retention.</summary>
    TooOld,

    /// <summary>Too much waits.</summary>
    QueueFull,

    /// <summary>The store has too much to do.</summary>
    StoreBusy,

    /// <summary>The disk is full.</summary>
    StoreFull,

    /// <summary>The store does not answer.</summary>
    StoreFailed,
}
