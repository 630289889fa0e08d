using System.Data.Common;
using Dapper;
using Sidetone.Storage.Postgres;
using Sidetone.Storage.Sqlite;

namespace Sidetone.Storage.Log;

/// <summary>The telemetry log in the tables of a database, embedded or served.</summary>
public sealed class TelemetryLog : ITelemetryLog
{
    /// <summary>
    /// What <see cref="Database.WaitAsync"/> waits for: some call became due at once. Calls that become due by time alone
    /// are announced by nobody; whoever closes calls asks every few seconds too.
    /// </summary>
    public const string DueChannel = "log-due";

    private readonly Database _database;
    private readonly LogOptions _options;
    private readonly LogStatements _statements;
    private readonly LogAppend _append;
    private readonly LogDue _due;
    private readonly LogClosing _closing;
    private readonly LogMoves _moves;

    /// <summary>The log of a database whose tables were brought up to date with <see cref="Migrations"/>.</summary>
    public TelemetryLog(Database database, LogOptions options)
    {
        _database = database;
        _options = options;
        _statements = database switch
        {
            SqliteDatabase => new SqliteLogStatements(),
            PostgresDatabase => new PostgresLogStatements(),
            _ => throw new ArgumentException(
                $"The log knows no statements for {database.GetType()}.",
                nameof(database)
            ),
        };
        var settling = new LogSettling(database.Dialect, options);
        _append = new LogAppend(_statements, settling, options);
        _moves = new LogMoves(database.Dialect, _statements, settling, options);
        _due = new LogDue(database, options);
        _closing = new LogClosing(database.Dialect, _statements);
    }

    /// <summary>The log's tables.</summary>
    public static IReadOnlyList<Migration> Migrations => LogTables.Migrations;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    )
    {
        foreach (var entry in entries)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(entry.Sequence, nameof(entries));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Sequence, LogEntry.SequenceMax, nameof(entries));
        }

        var (outcomes, due) = await _database.WriteAsync(
            (transaction, stop) => _append.RunAsync(transaction, entries, stop),
            cancellation
        );
        if (due)
        {
            await _database.NotifyAsync(DueChannel, cancellation);
        }

        return outcomes;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CallClaim>> ClaimDueAsync(
        string owner,
        int max,
        TimeSpan lease,
        CancellationToken cancellation
    ) => _due.ClaimAsync(owner, max, lease, cancellation);

    /// <inheritdoc/>
    public Task<CallLog> ReadAsync(CallKey call, CancellationToken cancellation) =>
        _database.ReadAsync(
            async (connection, stop) =>
            {
                var entries = new List<StoredEntry>();
                await using var command = connection.CreateCommand();
                command.CommandText =
                    "SELECT session, sequence, content_hash, body FROM log_entry WHERE call_key = @call";
                var parameter = command.CreateParameter();
                parameter.ParameterName = "@call";
                parameter.Value = call.ToBytes();
                command.Parameters.Add(parameter);
                await using var reader = await command.ExecuteReaderAsync(stop);
                while (await reader.ReadAsync(stop))
                {
                    entries.Add(
                        new StoredEntry(
                            reader.GetString(0),
                            reader.GetInt64(1),
                            reader.GetInt64(2),
                            reader.GetFieldValue<byte[]>(3)
                        )
                    );
                }

                // Sorted here: what comes first among texts is a matter of each engine's collation.
                entries.Sort(BySessionAndSequence);
                return new CallLog(entries.Count, entries);
            },
            cancellation
        );

    /// <inheritdoc/>
    public Task<bool> TryCloseAsync(
        DbTransaction transaction,
        CallClaim claim,
        long lastPosition,
        CancellationToken cancellation
    ) => _closing.TryCloseAsync(transaction, claim, lastPosition, cancellation);

    /// <inheritdoc/>
    public Task ReleaseAsync(CallClaim claim, TimeSpan after, CancellationToken cancellation) =>
        _database.WriteAsync(
            async (transaction, stop) =>
            {
                await _closing.ReleaseAsync(transaction, claim, after, stop);
                return true;
            },
            cancellation
        );

    /// <inheritdoc/>
    public Task<int> ReleaseAllAsync(CancellationToken cancellation) =>
        _database.WriteAsync(LogClosing.ReleaseAllAsync, cancellation);

    /// <inheritdoc/>
    public Task TickAsync(CancellationToken cancellation)
    {
        // A clock that was set back adds nothing; a first tick, or one after a long while, adds no more than the cap.
        var elapsed = $"({_database.Dialect.NowMs} - tick_ms)";
        return _database.WriteAsync(
            (transaction, stop) =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        $"""
                        UPDATE log_clock SET
                            clock_ms = clock_ms + CASE
                                WHEN tick_ms = 0 OR {elapsed} < 0 THEN 0
                                WHEN {elapsed} > @cap THEN @cap
                                ELSE {elapsed}
                            END,
                            tick_ms = {_database.Dialect.NowMs}
                        WHERE id = 1
                        """,
                        new { cap = (long)_options.TickCap.TotalMilliseconds },
                        transaction,
                        cancellationToken: stop
                    )
                ),
            cancellation
        );
    }

    /// <inheritdoc/>
    public async Task<int> PurgeAsync(Guid group, long closedBeforeMs, CancellationToken cancellation)
    {
        var total = 0;
        int forgotten;
        do
        {
            forgotten = await _database.WriteAsync(
                (transaction, stop) => _closing.PurgeAsync(transaction, group, closedBeforeMs, stop),
                cancellation
            );
            total += forgotten;
        } while (forgotten == LogClosing.PurgeMax);

        return total;
    }

    /// <inheritdoc/>
    public Task<bool> MoveAsync(
        DbTransaction transaction,
        CallKey from,
        CallKey to,
        string agent,
        CancellationToken cancellation
    ) => _moves.MoveAsync(transaction, from, to, agent, cancellation);

    /// <inheritdoc/>
    public Task<bool> MakeDueAsync(DbTransaction transaction, CallKey call, CancellationToken cancellation) =>
        _moves.MakeDueAsync(transaction, call, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> AgentsOfAsync(
        Guid group,
        string contactId,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await _database.QueryAsync<string>(
                    "SELECT agent FROM log_call WHERE group_id = @group AND contact_id = @contactId AND state < 2",
                    new { group = group.ToByteArray(bigEndian: true), contactId },
                    cancellation
                )
            ).Order(StringComparer.Ordinal),
        ];

    /// <inheritdoc/>
    public Task<long> LastPositionAsync(CancellationToken cancellation) =>
        _database.ReadAsync(_statements.LastPositionAsync, cancellation);

    private static int BySessionAndSequence(StoredEntry one, StoredEntry other)
    {
        var bySession = string.CompareOrdinal(one.Session, other.Session);
        return bySession != 0 ? bySession : one.Sequence.CompareTo(other.Sequence);
    }
}
