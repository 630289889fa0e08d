using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Live;

/// <summary>An open call's row in the telemetry log.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ContactId">Its contact.</param>
/// <param name="Agent">Its agent.</param>
internal sealed record OpenCall(CallKey Key, string ContactId, string Agent);

/// <summary>Finds the open calls of a group in the telemetry log.</summary>
/// <remarks>
/// Nothing is remembered between requests: every node gives the same answer. The rows are found by the log's index of
/// calls whose silence is counted, which holds exactly the open ones: a page costs a look at every open call of all
/// groups, some microseconds each.
/// </remarks>
internal sealed class LiveCallStore(Database database)
{
    /// <summary>A page of open calls, in the order of their keys, which says nothing but is always the same.</summary>
    public async Task<IReadOnlyList<OpenCall>> ListAsync(
        Guid group,
        ReadOnlyMemory<byte> after,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync<Row>(
            // Materialised, because in order of keys an engine would walk over every call there ever was.
            """
            WITH open_call AS MATERIALIZED (
                SELECT call_key, contact_id, agent FROM log_call
                WHERE silence_clock_ms >= 0 AND state = 0 AND group_id = @group AND call_key > @after)
            SELECT call_key AS CallKey, contact_id AS ContactId, agent AS Agent FROM open_call
            ORDER BY call_key LIMIT @max
            """,
            new
            {
                group = group.ToByteArray(bigEndian: true),
                after = after.ToArray(),
                max,
            },
            cancellation
        );
        return [.. rows.Select(row => new OpenCall(Storage.Log.CallKey.Parse(row.CallKey), row.ContactId, row.Agent))];
    }

    private sealed class Row
    {
        public byte[] CallKey { get; init; } = [];
        public string ContactId { get; init; } = "";
        public string Agent { get; init; } = "";
    }
}
