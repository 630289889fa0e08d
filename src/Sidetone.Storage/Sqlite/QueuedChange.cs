using System.Data.Common;

namespace Sidetone.Storage.Sqlite;

/// <summary>A change on its way through the writer: run once, then told whether its group was committed.</summary>
internal abstract class QueuedChange
{
    /// <summary>Why it alone failed; what it did was rolled back.</summary>
    public Exception? Failure { get; set; }

    public abstract bool IsCancelled { get; }

    public abstract void Run(DbTransaction transaction);

    /// <summary>Tells the caller: the result, its own failure, or that of its group.</summary>
    public abstract void Complete(Exception? groupFailure);
}

internal sealed class QueuedChange<T>(
    Func<DbTransaction, CancellationToken, Task<T>> change,
    CancellationToken cancellation
) : QueuedChange
{
    // Continuations run elsewhere: the writer's thread is everybody's.
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T? _result;

    public Task<T> Completion => _completion.Task;

    public override bool IsCancelled => cancellation.IsCancellationRequested;

    // Commands of this engine never yield, so the task is over when it is returned; should a change await something
    // else after all, the writer waits for it. It runs to its end once begun: a group is not abandoned half done.
    public override void Run(DbTransaction transaction) =>
        _result = change(transaction, CancellationToken.None).GetAwaiter().GetResult();

    public override void Complete(Exception? groupFailure)
    {
        switch (Failure ?? groupFailure)
        {
            case null:
                _completion.SetResult(_result!);
                break;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                _completion.SetCanceled(cancellation);
                break;
            case var error:
                _completion.SetException(SqliteErrors.Translate(error));
                break;
        }
    }
}
