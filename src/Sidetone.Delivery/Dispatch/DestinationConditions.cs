using Microsoft.Extensions.Options;
using Sidetone.Delivery.Destinations;
using Sidetone.Storage;

namespace Sidetone.Delivery.Dispatch;

/// <summary>Stores what this node found out about destinations, for people to see.</summary>
internal sealed class DestinationConditions(Database database, IOptions<DeliveryOptions> options)
{
    // A finding is a sentence or two; what strangers' servers say is for reading, not for keeping.
    private const int SaidMax = 1_000;

    /// <summary>Stores whether a destination is ready as of a revision, and what was said.</summary>
    public Task StoreAsync(
        DestinationId id,
        long revision,
        bool isReady,
        string said,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"""
                    INSERT INTO destination_condition (destination_id, revision, is_ready, said, node, since, checked_at)
                    SELECT @id, @revision, @isReady, @said, @node, {database.Dialect.NowMs}, {database.Dialect.NowMs}
                    WHERE EXISTS (SELECT 1 FROM destination n WHERE n.id = @id)
                    ON CONFLICT (destination_id) DO UPDATE SET
                        since = CASE WHEN destination_condition.is_ready = excluded.is_ready
                            THEN destination_condition.since ELSE excluded.since END,
                        revision = excluded.revision, is_ready = excluded.is_ready, said = excluded.said,
                        node = excluded.node, checked_at = excluded.checked_at
                    """,
                    new
                    {
                        id = id.ToBytes(),
                        revision,
                        isReady = isReady ? 1L : 0L,
                        said = said.Length > SaidMax ? said[..SaidMax] : said,
                        node = options.Value.Node,
                    },
                    stop
                ),
            cancellation
        );
}
