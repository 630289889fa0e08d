using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Sidetone.Storage.Sqlite;

/// <summary>The embedded database: one file with a write-ahead log in a data folder.</summary>
public sealed class SqliteDatabase : Database
{
    private static readonly Dialect Sqlite = new(
        Name: "sqlite",
        Blob: "blob",
        Identity: "integer PRIMARY KEY AUTOINCREMENT",
        NowMs: "sidetone_now_ms()",
        SkipLocked: "",
        ForUpdate: "",
        Clustered: "WITHOUT ROWID",
        HasArrays: false
    );

    private readonly SqliteConnection _connection;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private readonly Signals _signals;
    private int _disposed;

    private SqliteDatabase(SqliteSettings settings, TimeProvider time)
    {
        var file = Path.Combine(settings.Folder, "sidetone.db");
        _connection = Open(file, SqliteOpenMode.ReadWriteCreate, time);
        // The writer finds the statements of hot paths by it when it closes.
        _connection.Handle?.enable_sqlite3_next_stmt(true);
        Configure(_connection, settings);
        _readers = new SqliteReaders(() => OpenReader(file, time), settings.ReadersMax);
        _writer = new SqliteWriter(_connection, settings);
        _signals = new Signals(time);
    }

    /// <inheritdoc/>
    public override Dialect Dialect => Sqlite;

    /// <summary>Opens the database of a folder, or makes a new one, and starts its writer.</summary>
    /// <param name="settings">Where, and how much.</param>
    /// <param name="time">The database's clock: this engine has none of its own.</param>
    /// <exception cref="SqliteException">The file is not a database, or cannot be opened.</exception>
    public static SqliteDatabase Open(SqliteSettings settings, TimeProvider time)
    {
        PrivateFolder.Make(settings.Folder); // Calls are personal.
        var database = new SqliteDatabase(settings, time);
        database._writer.Start();
        return database;
    }

    /// <inheritdoc/>
    public override Task<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> query,
        CancellationToken cancellation
    ) => _readers.ReadAsync(connection => query(connection, cancellation), cancellation);

    /// <inheritdoc/>
    public override Task<T> WriteAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    ) => _writer.WriteAsync(change, cancellation);

    /// <inheritdoc/>
    public override Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        Migrator.Check(migrations);
        return WriteAsync(
            async (transaction, stop) =>
            {
                await Migrator.RunAsync(transaction, Dialect, migrations, stop);
                return true;
            },
            cancellation
        );
    }

    /// <inheritdoc/>
    public override Task NotifyAsync(string channel, CancellationToken cancellation)
    {
        _signals.Raise(channel);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<bool> WaitAsync(string channel, TimeSpan atMost, CancellationToken cancellation) =>
        _signals.WaitAsync(channel, atMost, cancellation);

    /// <summary>Commits what waits, then closes the file.</summary>
    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return ValueTask.CompletedTask;
        }

        _writer.Dispose();
        _readers.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Configure(SqliteConnection connection, SqliteSettings settings)
    {
        // 16 MB of pages for the writer: the upper levels of every tree, and the leaves that appends touch.
        // Sub-journals of savepoints stay in memory. A checkpoint each 4,000 pages instead of 1,000 writes a leaf that
        // many batches touched once, and the log is cut back to 64 MB after a burst.
        Execute(
            connection,
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA cache_size = -16384;
            PRAGMA temp_store = MEMORY;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA journal_size_limit = 67108864;
            """
        );
        if (settings.PagesMax > 0)
        {
            Execute(connection, $"PRAGMA max_page_count = {settings.PagesMax}");
        }
    }

    private static SqliteConnection OpenReader(string file, TimeProvider time)
    {
        var connection = Open(file, SqliteOpenMode.ReadOnly, time);
        Execute(connection, "PRAGMA cache_size = -1024");
        return connection;
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode, TimeProvider time)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = mode,
                Pooling = false,
                // Seconds that a statement waits for another process that holds the file, such as a backup.
                DefaultTimeout = 5,
            }.ToString()
        );
        connection.Open();
        connection.CreateFunction("sidetone_now_ms", () => time.GetUtcNow().ToUnixTimeMilliseconds());
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
