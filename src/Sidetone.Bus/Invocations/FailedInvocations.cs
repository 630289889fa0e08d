using Sidetone.Storage;

namespace Sidetone.Bus.Invocations;

/// <summary>Invocations that failed for good and have no dead letter: to be looked at, and sent again.</summary>
public sealed class FailedInvocations(Database database)
{
    private const int PurgeMax = 1_000;

    private string Now => $"(SELECT {database.Dialect.NowMs})";

    /// <summary>A group's failures, the newest first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rule">Of one rule only, by its name.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellation">Ends the query.</param>
    public Task<IReadOnlyList<FailedInvocation>> ListAsync(
        Guid group,
        string? rule,
        int max,
        CancellationToken cancellation
    ) => ListAsync(group, rule, "i.state = 2", max, cancellation);

    /// <summary>A group's invocations that failed and are tried again, the next first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rule">Of one rule only, by its name.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellation">Ends the query.</param>
    public Task<IReadOnlyList<FailedInvocation>> ListRetryingAsync(
        Guid group,
        string? rule,
        int max,
        CancellationToken cancellation
    ) => ListAsync(group, rule, "i.state < 2 AND i.error_code <> ''", max, cancellation);

    /// <summary>Sends failures again, with all their attempts; how many. All of a rule when no one is named.</summary>
    public async Task<int> ResendAsync(Guid group, string? rule, long? id, CancellationToken cancellation)
    {
        var again = await database.WriteAsync(
            async (transaction, stop) =>
            {
                // What failed as a dead letter goes back to its target, in the lane that has the same name otherwise.
                await transaction.ExecuteAsync(
                    $"""
                    UPDATE bus_invocation SET lane = COALESCE((
                        SELECT t.id FROM bus_lane d JOIN bus_lane t ON t.group_id = d.group_id AND t.bus = d.bus
                            AND t.rule = d.rule AND t.target = d.target AND t.dead_letter = 0
                        WHERE d.id = bus_invocation.lane), lane)
                    WHERE {Chosen(rule, id)}
                    """,
                    Parameters(group, rule, id),
                    stop
                );
                return await transaction.ExecuteAsync(
                    $"""
                    UPDATE bus_invocation SET state = 0, attempts = 0, since = {Now}, due_at = {Now}, error_code = '',
                        error_message = '', exhausted = '', tried = 0
                    WHERE {Chosen(rule, id)}
                    """,
                    Parameters(group, rule, id),
                    stop
                );
            },
            cancellation
        );
        if (again > 0)
        {
            await database.NotifyAsync(InvocationClaims.Channel, cancellation);
        }

        return again;
    }

    /// <summary>Forgets failures that are older than an age; how many.</summary>
    public async Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var total = 0;
        int purged;
        do
        {
            purged = await database.WriteAsync(
                (transaction, stop) =>
                    transaction.ExecuteAsync(
                        $"""
                        DELETE FROM bus_invocation WHERE id IN (
                            SELECT id FROM bus_invocation WHERE state = 2 AND due_at < {Now} - @ageMs LIMIT {PurgeMax})
                        """,
                        new { ageMs = (long)age.TotalMilliseconds },
                        stop
                    ),
                cancellation
            );
            total += purged;
        } while (purged == PurgeMax);

        return total;
    }

    private async Task<IReadOnlyList<FailedInvocation>> ListAsync(
        Guid group,
        string? rule,
        string condition,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync<Row>(
            $"""
            SELECT i.id AS Id, l.bus AS Bus, l.rule AS Rule, l.target AS Target, e.event_id AS EventId,
                i.due_at AS DueAt, i.error_code AS ErrorCode, i.error_message AS ErrorMessage,
                i.exhausted AS Exhausted, CASE WHEN i.state = 2 THEN i.tried ELSE i.attempts END AS Attempts
            FROM bus_invocation i
            JOIN bus_lane l ON l.id = i.lane
            JOIN bus_event e ON e.group_id = i.group_id AND e.position = i.position
            WHERE i.group_id = @key AND {condition} {(rule is null ? "" : "AND l.rule = @rule")}
            ORDER BY i.due_at DESC, i.id DESC LIMIT @max
            """,
            new
            {
                key = group.ToByteArray(bigEndian: true),
                rule = rule ?? "",
                max = (long)max,
            },
            cancellation
        );
        return [.. rows.Select(row => row.ToFailed())];
    }

    private static string Chosen(string? rule, long? id) =>
        "group_id = @key AND state = 2"
        + (id is null ? "" : " AND id = @id")
        + (rule is null ? "" : " AND lane IN (SELECT id FROM bus_lane WHERE group_id = @key AND rule = @rule)");

    private static object Parameters(Guid group, string? rule, long? id) =>
        new
        {
            key = group.ToByteArray(bigEndian: true),
            rule = rule ?? "",
            id = id ?? 0,
        };

    private sealed class Row
    {
        public long Id { get; init; }
        public string Bus { get; init; } = "";
        public string Rule { get; init; } = "";
        public string Target { get; init; } = "";
        public byte[] EventId { get; init; } = [];
        public long DueAt { get; init; }
        public string ErrorCode { get; init; } = "";
        public string ErrorMessage { get; init; } = "";
        public string Exhausted { get; init; } = "";
        public long Attempts { get; init; }

        public FailedInvocation ToFailed() =>
            new(
                Id,
                Bus,
                Rule,
                Target,
                new Guid(EventId, bigEndian: true),
                DateTimeOffset.FromUnixTimeMilliseconds(DueAt),
                ErrorCode,
                ErrorMessage,
                Exhausted.Length == 0 ? null : Exhausted,
                Attempts
            );
    }
}

/// <summary>An invocation that did not reach its target.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Bus">The rule's bus.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Target">The target's id.</param>
/// <param name="Event">The event's id.</param>
/// <param name="At">When it failed for good, or when it is tried again.</param>
/// <param name="ErrorCode">The error's name.</param>
/// <param name="ErrorMessage">Why, for a person.</param>
/// <param name="Exhausted">Which limit ended the retries.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record FailedInvocation(
    long Id,
    string Bus,
    string Rule,
    string Target,
    Guid Event,
    DateTimeOffset At,
    string ErrorCode,
    string ErrorMessage,
    string? Exhausted,
    long Attempts
);
