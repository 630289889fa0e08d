using System.Data.Common;

namespace Sidetone.Storage;

/// <summary>One database, embedded or served: where features keep their tables.</summary>
/// <remarks>
/// The seam between SQLite and PostgreSQL. Features write SQL that both understand (<c>ON CONFLICT</c>,
/// <c>RETURNING</c>, <c>@name</c> parameters, bigint milliseconds, blobs); what differs stands in <see cref="Dialect"/>.
/// </remarks>
public abstract class Database : IAsyncDisposable
{
    /// <summary>What differs between the engines.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Runs a query on a connection of its own; sees everything that was committed before.</summary>
    public abstract Task<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> query,
        CancellationToken cancellation
    );

    /// <summary>
    /// Runs a change in a transaction. When the task completes, the change is on disk; when it throws, nothing of it is.
    /// </summary>
    /// <remarks>
    /// The embedded engine commits changes that wait at the same time together (one fsync for many), each in a savepoint
    /// of its own, so that one that fails takes no other with it. The served engine may run a change again after a
    /// serialization failure: a change does nothing but talk to its connection, never commits or rolls back by itself,
    /// and never asks this database for another change. A change that is cancelled while it waits is not run; once its
    /// commit begins it is not abandoned.
    /// </remarks>
    /// <exception cref="StoreBusyException">The queue of waiting changes is full; try again later.</exception>
    /// <exception cref="StoreFullException">The disk is full; nothing was changed.</exception>
    public abstract Task<T> WriteAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    );

    /// <summary>
    /// Brings the tables of the features that are listed up to date, in the order of the list; forward only, in one
    /// transaction, and safe when several nodes start at once.
    /// </summary>
    /// <exception cref="ArgumentException">A feature's versions do not count from 1 without gaps.</exception>
    /// <exception cref="StoreTooNewException">The database was written by a newer version.</exception>
    public abstract Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation);

    /// <summary>Tells other nodes on the same database, and this one, that there is work of a kind.</summary>
    public abstract Task NotifyAsync(string channel, CancellationToken cancellation);

    /// <summary>
    /// Waits until <see cref="NotifyAsync"/> was called for a channel since the last wait, or the time is over;
    /// true when notified. A hint only: work is found by asking the tables.
    /// </summary>
    public abstract Task<bool> WaitAsync(string channel, TimeSpan atMost, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>What the two engines spell differently.</summary>
/// <param name="Name"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Blob">The type of bytes in a column definition.</param>
/// <param name="Identity">The definition of a column that numbers rows in the order they were added.</param>
/// <param name="NowMs">
/// The engine's clock as an expression: milliseconds since the Unix epoch. It exists
/// after <see cref="Database.MigrateAsync"/>.
/// </param>
/// <param name="SkipLocked">What to add to a <c>SELECT</c> of work to claim, so that nodes do not wait for each other.</param>
/// <param name="ForUpdate">What to add to a <c>SELECT</c> of rows that nobody else may change or refer to until the transaction ends.</param>
/// <param name="Clustered">
/// What to add to a <c>CREATE TABLE</c> of small rows that are found by their primary key alone: one tree instead of two
/// where the engine can.
/// </param>
/// <param name="HasArrays">Whether a list goes into a statement as one parameter.</param>
public sealed record Dialect(
    string Name,
    string Blob,
    string Identity,
    string NowMs,
    string SkipLocked,
    string ForUpdate,
    string Clustered,
    bool HasArrays
)
{
    /// <summary>The condition that a value is in a list: <c>arn {Among("@arns")}</c>, the parameter being an array.</summary>
    public string Among(string parameter) => HasArrays ? $"= ANY({parameter})" : $"IN {parameter}";
}

/// <summary>One forward step of a feature's tables.</summary>
/// <param name="Feature">The feature that owns the tables, such as <c>log</c> or <c>outbox</c>.</param>
/// <param name="Version">Its number within the feature, from 1 without gaps.</param>
/// <param name="Sql">The statements, made for a dialect.</param>
public sealed record Migration(string Feature, int Version, Func<Dialect, string> Sql);
