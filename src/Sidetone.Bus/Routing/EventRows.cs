using System.Data.Common;
using Dapper;
using Sidetone.Storage;

namespace Sidetone.Bus.Routing;

/// <summary>Reads events of the log with everything that routing and targets need.</summary>
internal static class EventRows
{
    /// <summary>What to select of <c>bus_event e</c>.</summary>
    public const string Columns = """
        e.group_id AS GroupId, e.position AS Position, e.bus AS Bus, e.event_id AS EventId, e.edition AS Edition,
        e.detail_type AS DetailType, e.source AS Source, e.occurred_at AS OccurredAt, e.appended_at AS AppendedAt,
        e.envelope AS Envelope, e.only_rules AS OnlyRules
        """;

    /// <summary>A group's events after a position, in order.</summary>
    public static async Task<IReadOnlyList<RoutedEvent>> ReadAfterAsync(
        DbConnection connection,
        byte[] key,
        long after,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await connection.QueryAsync<EventRow>(
            new CommandDefinition(
                $"""
                SELECT {Columns} FROM bus_event e
                WHERE e.group_id = @key AND e.position > @after ORDER BY e.position LIMIT @max
                """,
                new
                {
                    key,
                    after,
                    max = (long)max,
                },
                cancellationToken: cancellation
            )
        );
        return [.. rows.Select(row => row.ToEvent())];
    }
}

/// <summary>A row of <see cref="EventRows.Columns"/>.</summary>
internal class EventRow
{
    public byte[] GroupId { get; init; } = [];
    public long Position { get; init; }
    public string Bus { get; init; } = "";
    public byte[] EventId { get; init; } = [];
    public long Edition { get; init; }
    public string DetailType { get; init; } = "";
    public string Source { get; init; } = "";
    public long OccurredAt { get; init; }
    public long AppendedAt { get; init; }
    public byte[] Envelope { get; init; } = [];
    public string OnlyRules { get; init; } = "";

    public RoutedEvent ToEvent() =>
        new()
        {
            Group = new Guid(GroupId, bigEndian: true),
            Position = Position,
            Bus = Bus,
            Id = new Guid(EventId, bigEndian: true),
            Edition = Edition,
            DetailType = DetailType,
            Source = Source,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(OccurredAt),
            AcceptedAt = DateTimeOffset.FromUnixTimeMilliseconds(AppendedAt),
            Envelope = StoredText.Unpack(Envelope),
            OnlyRules = OnlyRules.TrimStart('=') is { Length: > 0 } names ? names.Split(',') : [],
            IsDirected = OnlyRules.StartsWith('='),
        };
}
