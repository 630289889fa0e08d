using System.Data.Common;
using Sidetone.Bus.Log;
using Sidetone.Bus.Routing;
using Sidetone.Storage;

namespace Sidetone.Bus.Archiving;

/// <summary>Copies events into archives, in the transaction that routes them.</summary>
internal static class ArchiveRows
{
    /// <summary>Within a transaction: adds a page's events to its archives and counts them.</summary>
    public static async Task AddAsync(
        DbTransaction transaction,
        Dialect dialect,
        RoutedPage page,
        CancellationToken cancellation
    )
    {
        foreach (var archive in page.Archived.GroupBy(entry => entry.Archive).OrderBy(archive => archive.Key))
        {
            var id = archive.Key.ToByteArray(bigEndian: true);
            var events = archive.Select(entry => entry.Event).ToArray();
            await RowInsert.RunAsync(
                transaction,
                """
                INSERT INTO bus_archive_event (archive_id, occurred_at, position, event_id, detail_type, source, bytes,
                    envelope, archived_at)
                """,
                $", {dialect.NowMs}",
                "",
                [.. events.Select(routed => Row(id, routed))],
                cancellation
            );
            await transaction.ExecuteAsync(
                """
                INSERT INTO bus_archive_size (archive_id, group_id, events, bytes) VALUES (@id, @key, @events, @bytes)
                ON CONFLICT (archive_id) DO UPDATE SET events = bus_archive_size.events + excluded.events,
                    bytes = bus_archive_size.bytes + excluded.bytes
                """,
                new
                {
                    id,
                    key = page.Group.ToByteArray(bigEndian: true),
                    events = (long)events.Length,
                    bytes = events.Sum(routed => (long)routed.Envelope.Length),
                },
                cancellation
            );
        }
    }

    private static object[] Row(byte[] archive, RoutedEvent routed) =>
        [
            archive,
            routed.Time.ToUnixTimeMilliseconds(),
            routed.Position,
            routed.Id.ToByteArray(bigEndian: true),
            routed.DetailType,
            routed.Source,
            (long)routed.Envelope.Length,
            StoredText.Pack(routed.Envelope.Span),
        ];
}
