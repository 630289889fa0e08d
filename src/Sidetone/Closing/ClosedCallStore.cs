using System.Data.Common;
using Dapper;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Closing;

/// <summary>Stores closed calls and finds them again.</summary>
internal sealed class ClosedCallStore(Database database)
{
    private const string Columns = """
        call_key AS "Key", group_id AS "Group", contact_id AS ContactId, agent AS Agent, ended_at AS EndedAt,
        profile AS Profile, mos_formula AS MosFormula, settings_version AS SettingsVersion,
        changed_since_sent AS ChangedSinceSent, sent_as AS SentAs, summary AS Summary, insights AS Insights, recording AS Recording
        """;

    /// <summary>Within a transaction: stores a call that was closed; always true.</summary>
    public async Task<bool> AddAsync(DbTransaction transaction, ClosedCall call, CancellationToken cancellation) =>
        await ExecuteAsync(
            transaction,
            $"""
            INSERT INTO closed_call
                (call_key, group_id, contact_id, agent, ended_at, closed_at, profile, mos_formula,
                 settings_version, changed_since_sent, sent_as, summary, insights, recording)
            VALUES (@key, @group, @contactId, @agent, @endedAt, {database.Dialect.NowMs}, @profile, @mosFormula,
                 @settingsVersion, @changed, @sentAs, @summary, @insights, @recording)
            """,
            call,
            cancellation
        ) > 0;

    /// <summary>Within a transaction: stores a call in place of what was stored of it; false when it was forgotten meanwhile.</summary>
    public static async Task<bool> UpdateAsync(
        DbTransaction transaction,
        ClosedCall call,
        CancellationToken cancellation
    ) =>
        await ExecuteAsync(
            transaction,
            """
            UPDATE closed_call SET
                ended_at = @endedAt, profile = @profile, mos_formula = @mosFormula, settings_version = @settingsVersion,
                changed_since_sent = @changed, summary = @summary, insights = @insights, recording = @recording
            WHERE call_key = @key
            """,
            call,
            cancellation
        ) > 0;

    /// <summary>Within a transaction: whether a call is stored as it was read; it then stays so until the transaction ends.</summary>
    public async Task<bool> HoldsAsync(DbTransaction transaction, ClosedCall read, CancellationToken cancellation)
    {
        var recording = await transaction.ScalarAsync<byte[]>(
            $"SELECT recording FROM closed_call WHERE call_key = @key {database.Dialect.ForUpdate}",
            new { key = read.Key.ToBytes() },
            cancellation
        );
        return recording is not null && recording.AsSpan().SequenceEqual(read.Recording);
    }

    /// <summary>Within a transaction: forgets one call, whose place another one takes.</summary>
    public static Task RemoveAsync(DbTransaction transaction, CallKey call, CancellationToken cancellation) =>
        transaction.ExecuteAsync(
            "DELETE FROM closed_call WHERE call_key = @key",
            new { key = call.ToBytes() },
            cancellation
        );

    /// <summary>One call; null when it is not closed or was forgotten.</summary>
    public Task<ClosedCall?> FindAsync(CallKey call, CancellationToken cancellation) =>
        database.ReadAsync(
            async (connection, stop) =>
                (
                    await connection.QueryFirstOrDefaultAsync<Row>(
                        new CommandDefinition(
                            $"SELECT {Columns} FROM closed_call WHERE call_key = @key",
                            new { key = call.ToBytes() },
                            cancellationToken: stop
                        )
                    )
                )?.ToCall(),
            cancellation
        );

    /// <summary>The calls of a contact in a group: one for each agent who took part.</summary>
    public Task<IReadOnlyList<ClosedCall>> OfContactAsync(
        Guid group,
        string contactId,
        CancellationToken cancellation
    ) =>
        ListAsync(
            "contact_id = @contactId ORDER BY agent",
            new { group = group.ToByteArray(bigEndian: true), contactId },
            cancellation
        );

    /// <summary>Calls of a group, the last ended first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="endedBefore">Only calls that ended before, in milliseconds since the Unix epoch.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellation">Stops the wait.</param>
    public Task<IReadOnlyList<ClosedCall>> LatestAsync(
        Guid group,
        long endedBefore,
        int max,
        CancellationToken cancellation
    ) =>
        ListAsync(
            "ended_at < @endedBefore ORDER BY ended_at DESC, call_key LIMIT @max",
            new
            {
                group = group.ToByteArray(bigEndian: true),
                endedBefore,
                max,
            },
            cancellation
        );

    /// <summary>Forgets calls of a group that were closed before a time, in milliseconds since the Unix epoch.</summary>
    public Task<int> PurgeAsync(Guid group, long closedBefore, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "DELETE FROM closed_call WHERE group_id = @group AND closed_at < @closedBefore",
                        new { group = group.ToByteArray(bigEndian: true), closedBefore },
                        transaction,
                        cancellationToken: stop
                    )
                ),
            cancellation
        );

    private static Task<int> ExecuteAsync(
        DbTransaction transaction,
        string sql,
        ClosedCall call,
        CancellationToken cancellation
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                sql,
                new
                {
                    key = call.Key.ToBytes(),
                    group = call.Group.ToByteArray(bigEndian: true),
                    contactId = call.ContactId,
                    agent = call.Agent,
                    endedAt = call.EndedAt,
                    profile = call.Profile,
                    mosFormula = call.MosFormula,
                    settingsVersion = call.SettingsVersion,
                    changed = call.ChangedSinceSent ? 1 : 0,
                    sentAs = call.SentAs,
                    summary = StoredText.Pack(call.Summary),
                    insights = StoredText.Pack(call.Insights),
                    recording = call.Recording,
                },
                transaction,
                cancellationToken: cancellation
            )
        );

    private Task<IReadOnlyList<ClosedCall>> ListAsync(
        string where,
        object parameters,
        CancellationToken cancellation
    ) =>
        database.ReadAsync<IReadOnlyList<ClosedCall>>(
            async (connection, stop) =>
                [
                    .. (
                        await connection.QueryAsync<Row>(
                            new CommandDefinition(
                                $"SELECT {Columns} FROM closed_call WHERE group_id = @group AND {where}",
                                parameters,
                                cancellationToken: stop
                            )
                        )
                    ).Select(row => row.ToCall()),
                ],
            cancellation
        );

    private sealed class Row
    {
        public byte[] Key { get; init; } = [];
        public byte[] Group { get; init; } = [];
        public string ContactId { get; init; } = "";
        public string Agent { get; init; } = "";
        public long EndedAt { get; init; }
        public int Profile { get; init; }
        public string MosFormula { get; init; } = "";
        public long SettingsVersion { get; init; }
        public long ChangedSinceSent { get; init; }
        public string? SentAs { get; init; }
        public byte[] Summary { get; init; } = [];
        public byte[] Insights { get; init; } = [];
        public byte[] Recording { get; init; } = [];

        public ClosedCall ToCall() =>
            new()
            {
                Key = CallKey.Parse(Key),
                Group = new Guid(Group, bigEndian: true),
                ContactId = ContactId,
                Agent = Agent,
                EndedAt = EndedAt,
                Profile = Profile,
                MosFormula = MosFormula,
                SettingsVersion = SettingsVersion,
                ChangedSinceSent = ChangedSinceSent != 0,
                SentAs = SentAs,
                Summary = StoredText.Unpack(Summary),
                Insights = StoredText.Unpack(Insights),
                Recording = Recording,
            };
    }
}
