using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sidetone.Storage.Sqlite;

/// <summary>The one writer: commits the changes that wait at the same time together.</summary>
/// <remarks>
/// <code>
///  callers ──▶ bounded queue ──▶ one thread: BEGIN · [SAVEPOINT change RELEASE]… · COMMIT (one fsync) ──▶ callers
///                 full: busy                       failed: ROLLBACK TO, alone         failed: all of the group
/// </code>
/// A thread of its own, because it spends its life in fsync and the thread pool has few threads on a small machine.
/// Nothing waits for a group to fill: while one group is in its fsync the next one gathers by itself.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection; // Owned by the thread once it runs.
    private readonly BlockingCollection<QueuedChange> _queue;
    private readonly int _groupMax;
    private readonly Thread _thread;
    private readonly SqliteStatement _savepoint;
    private readonly SqliteStatement _release;
    private readonly SqliteStatement _rollbackTo;

    public SqliteWriter(SqliteConnection connection, SqliteSettings settings)
    {
        _connection = connection;
        _groupMax = settings.GroupMax;
        _queue = new BlockingCollection<QueuedChange>(settings.WaitingMax);
        _savepoint = new SqliteStatement(connection, "SAVEPOINT one_change");
        _release = new SqliteStatement(connection, "RELEASE one_change");
        _rollbackTo = new SqliteStatement(connection, "ROLLBACK TO one_change");
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
    }

    public void Start() => _thread.Start();

    public Task<T> WriteAsync<T>(
        Func<System.Data.Common.DbTransaction, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    )
    {
        if (Environment.CurrentManagedThreadId == _thread.ManagedThreadId)
        {
            throw new InvalidOperationException("BUG: a change asked for another change, which would wait for itself.");
        }

        var queued = new QueuedChange<T>(change, cancellation);
        bool taken;
        try
        {
            taken = _queue.TryAdd(queued);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteDatabase));
        }

        return taken
            ? queued.Completion
            : throw new StoreBusyException($"{_queue.BoundedCapacity} changes wait for the disk already.");
    }

    /// <summary>Runs what waits, then ends.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
        while (raw.sqlite3_next_stmt(_connection.Handle, null) is { } statement)
        {
            // Those of hot paths: they belong to whoever prepared them, but the file closes only without them.
            _ = raw.sqlite3_finalize(statement);
        }
    }

    private void Run()
    {
        var group = new List<QueuedChange>(_groupMax);
        while (_queue.TryTake(out var first, Timeout.Infinite))
        {
            group.Add(first);
            while (group.Count < _groupMax && _queue.TryTake(out var next))
            {
                group.Add(next);
            }

            var failure = RunGroup(group);
            foreach (var change in group)
            {
                change.Complete(failure);
            }

            group.Clear();
        }
    }

    /// <summary>Null when the group was committed; else why nothing of it was.</summary>
    private Exception? RunGroup(List<QueuedChange> group)
    {
        SqliteTransaction? transaction = null;
        try
        {
            transaction = _connection.BeginTransaction(deferred: false);
            foreach (var change in group)
            {
                RunOne(change, transaction, alone: group.Count == 1);
            }

            if (group.TrueForAll(change => change.Failure is not null))
            {
                transaction.Rollback();
            }
            else
            {
                transaction.Commit();
            }

            return null;
        }
        catch (Exception error)
        {
            // Whatever it was, it reaches every caller of the group, and the writer goes on.
            return error;
        }
        finally
        {
            // Rolls back when it was not committed, and knows when the engine did so already.
            transaction?.Dispose();
        }
    }

    private void RunOne(QueuedChange change, SqliteTransaction transaction, bool alone)
    {
        if (change.IsCancelled)
        {
            change.Failure = new OperationCanceledException();
            return;
        }

        if (!alone)
        {
            _savepoint.Execute();
        }

        try
        {
            change.Run(transaction);
        }
        catch (Exception error)
        {
            // Some errors (a full disk, a failed write) make the engine roll back everything: then the group is lost.
            if (raw.sqlite3_get_autocommit(_connection.Handle) != 0)
            {
                throw;
            }

            change.Failure = error;
            if (!alone)
            {
                _rollbackTo.Execute();
            }
        }

        if (!alone)
        {
            _release.Execute();
        }
    }
}
