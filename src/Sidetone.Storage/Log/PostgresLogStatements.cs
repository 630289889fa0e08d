using System.Data.Common;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Sidetone.Storage.Log;

/// <summary>The hot path on PostgreSQL: sets in, sets out, few round trips however many entries there are.</summary>
/// <remarks>
/// Rows are always taken in the order of their keys, so that transactions that meet wait for each other in a line and
/// not in a circle.
/// </remarks>
internal sealed class PostgresLogStatements : LogStatements
{
    public override string OfSession => "call_key = @call AND session_no = @no";

    public override string MoveBatches => "UPDATE log_batch SET call_key = @to WHERE call_key = @from";

    public override async Task<Standing[]> LookUpAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    )
    {
        var calls = entries.Select(entry => entry.Call.ToBytes()).ToArray();
        await using var batch = Batch(
            transaction,
            // Shared with other appends, and with claims; closing waits for it, and it waits for closing. The sessions
            // are read by a statement of its own, which sees what a close that was waited for has done.
            Statement("SELECT call_key, state FROM log_call WHERE call_key = ANY($1) FOR KEY SHARE", Bytes(calls)),
            Statement(
                """
                SELECT s.call_key, s.session, s.session_no, s.ended
                FROM unnest($1, $2) AS w (call_key, session)
                JOIN log_session s ON s.call_key = w.call_key AND s.session = w.session
                """,
                Bytes(calls),
                Texts(entries.Select(entry => entry.Session))
            )
        );
        var states = new Dictionary<CallKey, CallState>();
        var sessions = new Dictionary<(CallKey, string), (long Number, bool Ended)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            states[CallKey.Parse(reader.GetFieldValue<byte[]>(0))] = (CallState)reader.GetInt64(1);
        }

        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var key = (CallKey.Parse(reader.GetFieldValue<byte[]>(0)), reader.GetString(1));
            sessions[key] = (reader.GetInt64(2), reader.GetInt64(3) != 0);
        }

        return
        [
            .. entries.Select(entry => new Standing(
                states.TryGetValue(entry.Call, out var state) ? state : null,
                sessions.TryGetValue((entry.Call, entry.Session), out var session) ? session.Number : null,
                session.Ended
            )),
        ];
    }

    public override async Task AddCallsAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        TimeSpan silence,
        CancellationToken cancellation
    )
    {
        // A stable sort: of two calls that claim a new session in one append, the first one has it.
        var rows = entries
            .Select(entry => (Entry: entry, Home: SessionKey.Of(entry.Group, entry.Session)))
            .OrderBy(row => Convert.ToHexString(row.Home), StringComparer.Ordinal)
            .ToArray();
        var homes = Bytes(rows.Select(row => row.Home));
        var calls = Bytes(rows.Select(row => row.Entry.Call.ToBytes()));
        await using var batch = Batch(
            transaction,
            Statement(
                "INSERT INTO log_session_home (session_key, call_key) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING",
                homes,
                calls
            ),
            Statement(
                """
                INSERT INTO log_call (call_key, group_id, contact_id, agent, silence_clock_ms)
                SELECT DISTINCT ON (w.call_key) w.call_key, w.group_id, w.contact_id, w.agent,
                    (SELECT clock_ms FROM log_clock WHERE id = 1) + $6
                FROM unnest($1, $2, $3, $4, $5) AS w (session_key, call_key, group_id, contact_id, agent)
                JOIN log_session_home h ON h.session_key = w.session_key AND h.call_key = w.call_key
                ORDER BY w.call_key
                ON CONFLICT DO NOTHING
                """,
                homes.Clone(),
                calls.Clone(),
                Bytes(rows.Select(row => row.Entry.Group.ToByteArray(bigEndian: true))),
                Texts(rows.Select(row => row.Entry.ContactId)),
                Texts(rows.Select(row => row.Entry.Agent)),
                new NpgsqlParameter { Value = (long)silence.TotalMilliseconds }
            ),
            Statement(
                """
                INSERT INTO log_session (call_key, session, from_platform)
                SELECT DISTINCT ON (w.call_key, w.session) w.call_key, w.session, w.from_platform
                FROM unnest($1, $2, $3, $4) AS w (session_key, call_key, session, from_platform)
                JOIN log_session_home h ON h.session_key = w.session_key AND h.call_key = w.call_key
                ORDER BY w.call_key, w.session
                ON CONFLICT DO NOTHING
                """,
                homes.Clone(),
                calls.Clone(),
                Texts(rows.Select(row => row.Entry.Session)),
                Numbers(rows.Select(row => row.Entry.FromPlatform ? 1L : 0L))
            )
        );
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public override async Task<long?[]> InsertAsync(
        DbTransaction transaction,
        IReadOnlyList<BatchRow> rows,
        CancellationToken cancellation
    )
    {
        var first = new Dictionary<(long, long), BatchRow>();
        foreach (var row in rows)
        {
            first.TryAdd((row.SessionNo, row.Entry.Sequence), row);
        }

        BatchRow[] ordered = [.. first.Values.OrderBy(row => row.SessionNo).ThenBy(row => row.Entry.Sequence)];
        var added = new HashSet<(long, long)>();
        await foreach (var (session, sequence, _) in ReadAsync(transaction, InsertRows, ordered, true, cancellation))
        {
            added.Add((session, sequence));
        }

        var hashes = new Dictionary<(long, long), long>();
        if (added.Count < ordered.Length)
        {
            BatchRow[] there = [.. ordered.Where(row => !added.Contains((row.SessionNo, row.Entry.Sequence)))];
            await foreach (var (session, sequence, hash) in ReadAsync(transaction, Hashes, there, false, cancellation))
            {
                hashes[(session, sequence)] = hash;
            }
        }

        var found = new long?[rows.Count];
        for (var i = 0; i < found.Length; i++)
        {
            // What was added is news once; the same key again in the same append meets the first one's hash.
            var key = (rows[i].SessionNo, rows[i].Entry.Sequence);
            found[i] =
                added.Remove(key) ? null
                : hashes.TryGetValue(key, out var hash) ? hash
                : first[key].Entry.ContentHash;
        }

        return found;
    }

    public override Task<long> LastPositionAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM log_position",
                cancellationToken: cancellation
            )
        );

    private const string InsertRows = """
        INSERT INTO log_batch (call_key, session_no, sequence, content_hash, clock_ms, body)
        SELECT w.call_key, w.session_no, w.sequence, w.content_hash, c.clock_ms, w.body
        FROM unnest($1, $2, $3, $4, $5) AS w (call_key, session_no, sequence, content_hash, body)
        CROSS JOIN log_clock c
        ON CONFLICT DO NOTHING
        RETURNING session_no, sequence, content_hash
        """;

    private const string Hashes = """
        SELECT b.session_no, b.sequence, b.content_hash
        FROM unnest($1, $2, $3) AS w (call_key, session_no, sequence)
        JOIN log_batch b ON b.call_key = w.call_key AND b.session_no = w.session_no AND b.sequence = w.sequence
        """;

    private static async IAsyncEnumerable<(long Session, long Sequence, long Hash)> ReadAsync(
        DbTransaction transaction,
        string sql,
        BatchRow[] rows,
        bool withBodies,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)transaction.Connection!);
        command.Parameters.Add(Bytes(rows.Select(row => row.Entry.Call.ToBytes())));
        command.Parameters.Add(Numbers(rows.Select(row => row.SessionNo)));
        command.Parameters.Add(Numbers(rows.Select(row => row.Entry.Sequence)));
        if (withBodies)
        {
            command.Parameters.Add(Numbers(rows.Select(row => row.Entry.ContentHash)));
            command.Parameters.Add(Bytes(rows.Select(row => row.Entry.Body.AsArray())));
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        }
    }

    private static NpgsqlBatch Batch(DbTransaction transaction, params ReadOnlySpan<NpgsqlBatchCommand> statements)
    {
        var batch = new NpgsqlBatch((NpgsqlConnection)transaction.Connection!);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        return batch;
    }

    private static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static NpgsqlParameter Bytes(IEnumerable<byte[]> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Numbers(IEnumerable<long> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}
