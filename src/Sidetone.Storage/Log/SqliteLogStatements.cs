using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Sidetone.Storage.Log;

/// <summary>The hot path on SQLite: prepared once on the writer's connection, run entry by entry.</summary>
/// <remarks>Used by changes only, which the database runs one after the other: no two threads are ever in here.</remarks>
internal sealed class SqliteLogStatements : LogStatements
{
    private Prepared? _prepared;

    public override string OfSession => "entry_key BETWEEN @no << 24 AND (@no << 24) + 16777215";

    public override Task<Standing[]> LookUpAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    )
    {
        var find = On(transaction).Find;
        var standings = new Standing[entries.Count];
        for (var i = 0; i < standings.Length; i++)
        {
            find.Parameters[0].Value = entries[i].Call.ToBytes();
            find.Parameters[1].Value = entries[i].Session;
            using var reader = find.ExecuteReader();
            standings[i] = reader.Read()
                ? new Standing(
                    (CallState)reader.GetInt64(0),
                    reader.IsDBNull(1) ? null : reader.GetInt64(1),
                    !reader.IsDBNull(2) && reader.GetInt64(2) != 0
                )
                : default;
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
        prepared.Advance.Parameters[0].Value = rows.Count;
        var clock = (long)prepared.Advance.ExecuteScalar()!;
        var found = new long?[rows.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var (entry, session) = rows[i];
            var key = (session << LogTables.SequenceBits) + entry.Sequence;
            var insert = prepared.Insert;
            insert.Parameters[0].Value = key;
            insert.Parameters[1].Value = entry.ContentHash;
            insert.Parameters[2].Value = clock;
            insert.Parameters[3].Value = entry.Body.AsArray();
            if (insert.ExecuteNonQuery() == 0)
            {
                prepared.Hash.Parameters[0].Value = key;
                found[i] = (long)prepared.Hash.ExecuteScalar()!;
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

        _prepared.Join(sqlite);
        return _prepared;
    }

    private sealed class Prepared(SqliteConnection connection)
    {
        public SqliteConnection Connection => connection;

        public SqliteCommand Find { get; } =
            Make(
                connection,
                """
                SELECT c.state, s.session_no, s.ended
                FROM log_call c
                LEFT JOIN log_session s ON s.call_key = c.call_key AND s.session = @session
                WHERE c.call_key = @call
                """,
                ("@call", SqliteType.Blob),
                ("@session", SqliteType.Text)
            );

        public SqliteCommand Advance { get; } =
            Make(
                connection,
                "UPDATE log_clock SET position = position + @count WHERE id = 1 RETURNING clock_ms",
                ("@count", SqliteType.Integer)
            );

        public SqliteCommand Insert { get; } =
            Make(
                connection,
                """
                INSERT INTO log_batch (entry_key, content_hash, clock_ms, body) VALUES (@key, @hash, @clock, @body)
                ON CONFLICT DO NOTHING
                """,
                ("@key", SqliteType.Integer),
                ("@hash", SqliteType.Integer),
                ("@clock", SqliteType.Integer),
                ("@body", SqliteType.Blob)
            );

        public SqliteCommand Hash { get; } =
            Make(connection, "SELECT content_hash FROM log_batch WHERE entry_key = @key", ("@key", SqliteType.Integer));

        public void Join(SqliteTransaction transaction)
        {
            Find.Transaction = transaction;
            Advance.Transaction = transaction;
            Insert.Transaction = transaction;
            Hash.Transaction = transaction;
        }

        private static SqliteCommand Make(
            SqliteConnection connection,
            string sql,
            params ReadOnlySpan<(string Name, SqliteType Type)> parameters
        )
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, type) in parameters)
            {
                command.Parameters.Add(name, type);
            }

            command.Prepare();
            return command;
        }
    }
}
