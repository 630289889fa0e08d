using System.Data.Common;
using Npgsql;

namespace Sidetone.Storage.Postgres;

/// <summary>The served database: any number of nodes without state around one PostgreSQL server.</summary>
public sealed class PostgresDatabase : Database
{
    private const int AttemptsMax = 6;

    // Any number will do that nobody else on the database takes: "sidetone" as bytes.
    private const long MigrationLock = 0x7369_6465_746F_6E65;

    private static readonly Dialect Postgres = new(
        Name: "postgres",
        Blob: "bytea",
        Identity: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        NowMs: "sidetone_now_ms()",
        SkipLocked: "FOR NO KEY UPDATE SKIP LOCKED",
        ForUpdate: "FOR UPDATE",
        Clustered: "",
        HasArrays: true
    );

    // STABLE, and the statement's time: a condition on it can use an index, and is the same for all of its rows.
    private const string Clock = """
        DO $$ BEGIN
            IF to_regprocedure('sidetone_now_ms()') IS NULL THEN
                CREATE FUNCTION sidetone_now_ms() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
                AS 'SELECT (extract(epoch FROM statement_timestamp()) * 1000)::bigint';
            END IF;
        END $$
        """;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresListener _listener;
    private readonly Signals _signals;
    private readonly TimeProvider _time;
    private readonly int _waitingMax;
    private int _waiting;
    private int _disposed;

    private PostgresDatabase(PostgresSettings settings, TimeProvider time)
    {
        var address = PostgresAddress.Parse(settings.Address);
        address.MaxPoolSize = settings.ConnectionsMax;

        // Statements that come again are prepared on their connection by themselves.
        address.MaxAutoPrepare = 100;
        address.AutoPrepareMinUsages = 2;
        address.ApplicationName ??= "sidetone";
        _source = new NpgsqlDataSourceBuilder(address.ConnectionString).Build();
        _signals = new Signals(time);
        _listener = new PostgresListener(_source, _signals, time);
        _time = time;
        _waitingMax = settings.WaitingMax;
    }

    /// <inheritdoc/>
    public override Dialect Dialect => Postgres;

    /// <summary>A database that is asked when it is used: a server that is away is no error yet.</summary>
    /// <param name="settings">Where, and how much.</param>
    /// <param name="time">By which this node waits; the database's clock is the server's own.</param>
    /// <exception cref="FormatException">The address cannot be read.</exception>
    public static PostgresDatabase Open(PostgresSettings settings, TimeProvider time) => new(settings, time);

    /// <inheritdoc/>
    public override async Task<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> query,
        CancellationToken cancellation
    )
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            return await query(connection, cancellation);
        }
        catch (NpgsqlException error) when (PostgresErrors.Translate(error) is var known && known != error)
        {
            throw known;
        }
    }

    /// <inheritdoc/>
    public override async Task<T> WriteAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    )
    {
        if (Interlocked.Increment(ref _waiting) > _waitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            throw new StoreBusyException($"{_waitingMax} changes wait for the database already.");
        }

        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await TryAsync(change, attempt < AttemptsMax, cancellation) is { } done)
                {
                    return done.Result;
                }

                // Full jitter: transactions that met must not meet again.
                var pause = TimeSpan.FromMilliseconds(5 << attempt) * Random.Shared.NextDouble();
                await Task.Delay(pause, _time, cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public override Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        Migrator.Check(migrations);
        return WriteAsync(
            async (transaction, stop) =>
            {
                // Nodes that start at once go one after the other; the second finds everything done.
                var connection = (NpgsqlConnection)transaction.Connection!;
                await using var prepare = new NpgsqlCommand(
                    $"SELECT pg_advisory_xact_lock({MigrationLock}); {Clock}",
                    connection
                );
                await prepare.ExecuteNonQueryAsync(stop);
                await Migrator.RunAsync(transaction, Dialect, migrations, stop);
                return true;
            },
            cancellation
        );
    }

    /// <inheritdoc/>
    public override Task NotifyAsync(string channel, CancellationToken cancellation) =>
        _listener.NotifyAsync(channel, cancellation);

    /// <inheritdoc/>
    public override Task<bool> WaitAsync(string channel, TimeSpan atMost, CancellationToken cancellation)
    {
        _listener.EnsureListening();
        return _signals.WaitAsync(channel, atMost, cancellation);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _listener.DisposeAsync();
        await _source.DisposeAsync();
    }

    /// <summary>Null when the change left nothing behind and may be run again.</summary>
    private async Task<Done<T>?> TryAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> change,
        bool mayTryAgain,
        CancellationToken cancellation
    )
    {
        var committing = false;
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            var result = await change(transaction, cancellation);
            committing = true;
            await transaction.CommitAsync(CancellationToken.None);
            return new Done<T>(result);
        }
        catch (NpgsqlException error) when (mayTryAgain && PostgresErrors.CanRunAgain(error, committing))
        {
            return null;
        }
        catch (NpgsqlException error) when (PostgresErrors.Translate(error) is var known && known != error)
        {
            throw known;
        }
    }

    private sealed record Done<T>(T Result);
}
