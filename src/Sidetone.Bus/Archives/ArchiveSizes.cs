using Sidetone.Storage;

namespace Sidetone.Bus.Archives;

/// <summary>How much archives hold; the ones that keep the events count them.</summary>
internal sealed class ArchiveSizes(Database database)
{
    /// <summary>The size of each archive of a group that holds an event, by the archive's id.</summary>
    public async Task<IReadOnlyDictionary<Guid, ArchiveSize>> OfAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<SizeRow>(
            "SELECT archive_id AS Archive, events AS Events, bytes AS Bytes FROM bus_archive_size WHERE group_id = @key",
            new { key = group.ToByteArray(bigEndian: true) },
            cancellation
        );
        return rows.ToDictionary(
            static row => new Guid(row.Archive, bigEndian: true),
            static row => new ArchiveSize(row.Events, row.Bytes)
        );
    }

    private sealed class SizeRow
    {
        public byte[] Archive { get; set; } = [];
        public long Events { get; set; }
        public long Bytes { get; set; }
    }
}

/// <summary>How much an archive holds.</summary>
/// <param name="Events">Its events.</param>
/// <param name="Bytes">Their bytes.</param>
internal readonly record struct ArchiveSize(long Events, long Bytes);
