using System.Data.Common;
using Dapper;
using Sidetone.Storage;

namespace Sidetone.Bus.Log;

/// <summary>The reading statements of the log.</summary>
internal static class BusQueries
{
    /// <summary>The last position of a group; null when it never had an event.</summary>
    public static Task<long?> HeadAsync(DbConnection connection, Guid group, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<long?>(
            new CommandDefinition(
                "SELECT position FROM bus_head WHERE group_id = @key",
                new { key = group.ToByteArray(bigEndian: true) },
                cancellationToken: cancellation
            )
        );

    /// <summary>A group's events after one position and up to another.</summary>
    public static async Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        DbConnection connection,
        Guid group,
        long after,
        long through,
        IReadOnlySet<string> detailTypes,
        int max,
        CancellationToken cancellation
    )
    {
        var parameters = new DynamicParameters(
            new
            {
                key = group.ToByteArray(bigEndian: true),
                after,
                through,
                max = (long)max,
            }
        );
        var ofTypes = "";
        if (detailTypes.Count > 0)
        {
            var names = detailTypes.Select((type, i) => (Name: $"type{i}", Type: type)).ToArray();
            foreach (var (name, type) in names)
            {
                parameters.Add(name, type);
            }

            ofTypes = $"AND detail_type IN ({string.Join(", ", names.Select(entry => $"@{entry.Name}"))})";
        }

        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                $"""
                SELECT position AS Position, bus AS Bus, detail_type AS DetailType, envelope AS Envelope
                FROM bus_event
                WHERE group_id = @key AND position > @after AND position <= @through {ofTypes}
                ORDER BY position LIMIT @max
                """,
                parameters,
                cancellationToken: cancellation
            )
        );
        return
        [
            .. rows.Select(row => new LoggedEvent(
                row.Position,
                row.Bus,
                row.DetailType,
                StoredText.Unpack(row.Envelope)
            )),
        ];
    }

    private sealed class Row
    {
        public long Position { get; init; }
        public string Bus { get; init; } = "";
        public string DetailType { get; init; } = "";
        public byte[] Envelope { get; init; } = [];
    }
}
