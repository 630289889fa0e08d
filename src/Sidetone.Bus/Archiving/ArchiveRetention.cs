using Sidetone.Bus.Archives;
using Sidetone.Bus.Resources;
using Sidetone.Storage;

namespace Sidetone.Bus.Archiving;

/// <summary>Forgets archived events when their archive says so, and those of archives that are gone.</summary>
internal sealed class ArchiveRetention(Database database, ResourceStore resources)
{
    private const int PurgeMax = 1_000;

    /// <summary>Forgets what is old enough; how many events.</summary>
    public async Task<int> PurgeAsync(CancellationToken cancellation)
    {
        var total = 0;
        var sizes = await database.QueryAsync<SizeRow>(
            "SELECT archive_id AS ArchiveId, group_id AS GroupId FROM bus_archive_size",
            null,
            cancellation
        );
        foreach (var group in sizes.ToLookup(row => new Guid(row.GroupId, bigEndian: true)))
        {
            var archives = (await resources.ListAsync<ArchiveRecord>(group.Key, null, cancellation)).ToDictionary(
                archive => archive.Id
            );
            foreach (var row in group)
            {
                var known = archives.GetValueOrDefault(new Guid(row.ArchiveId, bigEndian: true));
                if (known is null)
                {
                    total += await PurgeAsync(row.ArchiveId, TimeSpan.Zero, isGone: true, cancellation);
                }
                else if (known.RetentionDays > 0)
                {
                    var age = TimeSpan.FromDays(known.RetentionDays);
                    total += await PurgeAsync(row.ArchiveId, age, isGone: false, cancellation);
                }
            }
        }

        return total;
    }

    private async Task<int> PurgeAsync(byte[] archive, TimeSpan age, bool isGone, CancellationToken cancellation)
    {
        var total = 0;
        int purged;
        do
        {
            purged = await database.WriteAsync(
                async (transaction, stop) =>
                {
                    var bytes = await transaction.QueryAsync<long>(
                        $"""
                        DELETE FROM bus_archive_event WHERE (archive_id, occurred_at, position) IN (
                            SELECT archive_id, occurred_at, position FROM bus_archive_event
                            WHERE archive_id = @archive
                                AND (@gone = 1 OR archived_at < (SELECT {database.Dialect.NowMs}) - @ageMs)
                            ORDER BY archived_at LIMIT {PurgeMax})
                        RETURNING bytes
                        """,
                        new
                        {
                            archive,
                            gone = isGone ? 1L : 0L,
                            ageMs = (long)age.TotalMilliseconds,
                        },
                        stop
                    );
                    await transaction.ExecuteAsync(
                        "UPDATE bus_archive_size SET events = events - @events, bytes = bytes - @bytes WHERE archive_id = @archive",
                        new
                        {
                            archive,
                            events = (long)bytes.Count,
                            bytes = bytes.Sum(),
                        },
                        stop
                    );
                    if (isGone && bytes.Count < PurgeMax)
                    {
                        await transaction.ExecuteAsync(
                            "DELETE FROM bus_archive_size WHERE archive_id = @archive",
                            new { archive },
                            stop
                        );
                    }

                    return bytes.Count;
                },
                cancellation
            );
            total += purged;
        } while (purged == PurgeMax);

        return total;
    }

    private sealed class SizeRow
    {
        public byte[] ArchiveId { get; init; } = [];
        public byte[] GroupId { get; init; } = [];
    }
}
