using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Sidetone.Storage.Sqlite;

namespace Sidetone.Storage.Log;

/// <summary>The hot path on SQLite: prepared once on the writer's connection, run entry by entry.</summary>
/// <remarks>Used by changes only, which the database runs one after the other: no two threads are ever in here.</remarks>
internal sealed class SqliteLogStatements : LogStatements
{
    private Prepared? _prepared;

    public override string OfSession => "entry_key BETWEEN @no << 24 AND (@no << 24) + 16777215";

    public override string MoveBatches => "";

    public override Task<Standing[]> LookUpAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    )
    {
        var find = On(transaction).Find;
        var standings = new Standing[entries.Count];
        Span<byte> call = stackalloc byte[CallKey.Size];
        for (var i = 0; i < standings.Length; i++)
        {
            entries[i].Call.Write(call);
            if (!find.Bind(1, call).Bind(2, entries[i].Session).Step())
            {
                continue;
            }

            standings[i] = new Standing(
                (CallState)find.Int64(0),
                find.IsNull(1) ? null : find.Int64(1),
                find.Int64(2) != 0
            );
            find.Reset();
        }

        return Task.FromResult(standings);
    }

    public override async Task AddCallsAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        TimeSpan silence,
        CancellationToken cancellation
    )
    {
        foreach (var entry in entries)
        {
            var row = new
            {
                call = entry.Call.ToBytes(),
                group = entry.Group.ToByteArray(bigEndian: true),
                contact = entry.ContactId,
                agent = entry.Agent,
                session = entry.Session,
                home = SessionKey.Of(entry.Group, entry.Session),
                platform = entry.FromPlatform ? 1L : 0L,
                silence = (long)silence.TotalMilliseconds,
            };
            await transaction.Connection!.ExecuteAsync(AddOne, row, transaction);
        }
    }

    public override Task<long?[]> InsertAsync(
        DbTransaction transaction,
        IReadOnlyList<BatchRow> rows,
        CancellationToken cancellation
    )
    {
        var prepared = On(transaction);
        var clock = prepared.Advance.Bind(1, rows.Count).Scalar();
        var found = new long?[rows.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var (entry, session) = rows[i];
            var key = (session << LogTables.SequenceBits) + entry.Sequence;
            var insert = prepared
                .Insert.Bind(1, key)
                .Bind(2, entry.ContentHash)
                .Bind(3, clock)
                .Bind(4, entry.Body.Span);
            if (insert.Execute() == 0)
            {
                found[i] = prepared.Hash.Bind(1, key).Scalar();
            }
        }

        return Task.FromResult(found);
    }

    public override Task<long> LastPositionAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>("SELECT position FROM log_clock WHERE id = 1");

    private const string AddOne = """
        INSERT INTO log_session_home (session_key, call_key) VALUES (@home, @call) ON CONFLICT DO NOTHING;
        INSERT INTO log_call (call_key, group_id, contact_id, agent, silence_clock_ms)
        SELECT @call, @group, @contact, @agent, (SELECT clock_ms FROM log_clock WHERE id = 1) + @silence
        WHERE EXISTS (SELECT 1 FROM log_session_home WHERE session_key = @home AND call_key = @call)
        ON CONFLICT DO NOTHING;
        UPDATE log_clock SET sessions = sessions + 1 WHERE id = 1;
        INSERT INTO log_session (call_key, session, session_no, from_platform)
        SELECT @call, @session, (SELECT sessions FROM log_clock WHERE id = 1), @platform
        WHERE EXISTS (SELECT 1 FROM log_session_home WHERE session_key = @home AND call_key = @call)
        ON CONFLICT DO NOTHING;
        """;

    private Prepared On(DbTransaction transaction)
    {
        var sqlite = (SqliteTransaction)transaction;
        var connection = sqlite.Connection ?? throw new InvalidOperationException("BUG: the transaction is over.");
        if (_prepared?.Connection != connection)
        {
            _prepared = new Prepared(connection);
        }

        return _prepared;
    }

    private sealed class Prepared(SqliteConnection connection)
    {
        public SqliteConnection Connection => connection;

        public SqliteStatement Find { get; } =
            new(
                connection,
                """
                SELECT c.state, s.session_no, s.ended
                FROM log_call c
                LEFT JOIN log_session s ON s.call_key = c.call_key AND s.session = ?2
                WHERE c.call_key = ?1
                """
            );

        public SqliteStatement Advance { get; } =
            new(connection, "UPDATE log_clock SET position = position + ?1 WHERE id = 1 RETURNING clock_ms");

        public SqliteStatement Insert { get; } =
            new(
                connection,
                """
                INSERT INTO log_batch (entry_key, content_hash, clock_ms, body) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO NOTHING
                """
            );

        public SqliteStatement Hash { get; } =
            new(connection, "SELECT content_hash FROM log_batch WHERE entry_key = ?1");
    }
}
