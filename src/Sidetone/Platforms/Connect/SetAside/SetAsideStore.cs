using System.Security.Cryptography;
using Sidetone.Groups;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Envelopes;
using Sidetone.Platforms.Connect.Records;
using Sidetone.Storage;

namespace Sidetone.Platforms.Connect.SetAside;

/// <summary>Keeps records that could not be taken, so that somebody can look at them; the stream goes on meanwhile.</summary>
/// <remarks>The same record again counts, and takes no second place. A group keeps <see cref="RecordsMax"/>, the newest ones.</remarks>
internal sealed class SetAsideStore(Database database)
{
    /// <summary>The most records that a group keeps.</summary>
    public const int RecordsMax = 1_000;

    /// <summary>The most bytes that are kept of one.</summary>
    public const int BodyBytesMax = 16 * 1024;

    /// <summary>Keeps records with what is wrong with them.</summary>
    public Task AddAsync(
        GroupSnapshot group,
        IReadOnlyList<(RawRecord Record, RecordProblem Problem)> records,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async (transaction, stop) =>
            {
                var id = group.Group.Id.ToByteArray(bigEndian: true);

                // By hash, so that two nodes that keep the same ones never wait for each other in a circle; and no more than
                // are kept, whatever came.
                foreach (var row in records.Take(RecordsMax).Select(one => RowOf(group, one)).OrderBy(row => row.Order))
                {
                    await transaction.ExecuteAsync(Add, row.Parameters(id), stop);
                }

                await transaction.ExecuteAsync(
                    $"""
                    DELETE FROM connect_set_aside WHERE id IN (
                        SELECT id FROM connect_set_aside WHERE group_id = @id
                        ORDER BY last_ms DESC, id DESC LIMIT {2 * RecordsMax} OFFSET {RecordsMax}
                    )
                    """,
                    new { id },
                    stop
                );
                return true;
            },
            cancellation
        );

    /// <summary>The records of a group, the last ones first.</summary>
    public Task<IReadOnlyList<SetAsideRecord>> LatestAsync(Guid group, int max, CancellationToken cancellation) =>
        database.QueryAsync<SetAsideRecord>(
            """
            SELECT id AS Id, first_ms AS FirstMs, last_ms AS LastMs, times AS Times, reason AS Reason, path AS Path,
                detail AS Detail, length AS Length, body AS Body
            FROM connect_set_aside WHERE group_id = @id ORDER BY last_ms DESC, id DESC LIMIT @max
            """,
            new { id = group.ToByteArray(bigEndian: true), max },
            cancellation
        );

    /// <summary>Forgets records that came last before an instant, in milliseconds since the Unix epoch.</summary>
    public Task<int> PurgeAsync(Guid group, long beforeMs, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    "DELETE FROM connect_set_aside WHERE group_id = @id AND last_ms < @beforeMs",
                    new { id = group.ToByteArray(bigEndian: true), beforeMs },
                    stop
                ),
            cancellation
        );

    private string Add =>
        $"""
            INSERT INTO connect_set_aside
                (group_id, hash, first_ms, last_ms, times, reason, path, detail, length, body)
            VALUES (@group, @hash, {database.Dialect.NowMs}, {database.Dialect.NowMs}, 1, @reason, @path, @detail,
                @length, @body)
            ON CONFLICT (group_id, hash) DO UPDATE SET
                last_ms = excluded.last_ms, times = connect_set_aside.times + 1,
                reason = excluded.reason, path = excluded.path, detail = excluded.detail, body = excluded.body
            """;

    private static Row RowOf(GroupSnapshot group, (RawRecord Record, RecordProblem Problem) one)
    {
        var bytes = one.Record.Bytes;
        return new Row(
            SHA256.HashData(bytes.Span)[..16],
            one.Problem,
            bytes.Length,
            group.Redaction.KeepsAll ? bytes[..Math.Min(bytes.Length, BodyBytesMax)].ToArray() : null
        );
    }

    private sealed record Row(byte[] Hash, RecordProblem Problem, long Length, byte[]? Body)
    {
        public UInt128 Order => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(Hash);

        public object Parameters(byte[] group) =>
            new
            {
                group,
                hash = Hash,
                reason = RefusalKind.Of(Problem.Reason).Code,
                path = Cut(Problem.Path),
                detail = Cut(Problem.Detail),
                length = Length,
                body = Body,
            };

        // Names of members stand in paths, and texts in details: what somebody sent is as long as they liked.
        private static string Cut(string text)
        {
            const int Kept = 500;
            var cut = text.Length > Kept ? text[..Kept] : text;
            return string.Concat(cut.Select(one => char.IsControl(one) || char.IsSurrogate(one) ? '?' : one));
        }
    }
}
