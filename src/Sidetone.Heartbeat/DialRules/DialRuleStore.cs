using System.Data.Common;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.DialRules;

/// <summary>What each group may dial.</summary>
public sealed class DialRuleStore(Database database)
{
    /// <summary>Replaces a group's rules.</summary>
    public Task PutAsync(Guid group, DialRuleSet rules, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    """
                    INSERT INTO heartbeat_dial_rules (group_id, rules) VALUES (@group, @rules)
                    ON CONFLICT (group_id) DO UPDATE SET rules = excluded.rules
                    """,
                    new { group = Bytes(group), rules = rules.ToJson().ToJsonString() },
                    stop
                ),
            cancellation
        );

    /// <summary>A group's rules; <see cref="DialRuleSet.None"/> when it has none.</summary>
    public async Task<DialRuleSet> FindAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<string>(
            "SELECT rules FROM heartbeat_dial_rules WHERE group_id = @group",
            new { group = Bytes(group) },
            cancellation
        );
        return rows.Count == 0 ? DialRuleSet.None : DialRuleSet.Parse(rows[0]);
    }

    /// <summary>
    /// Within a transaction: why a group may not place a call now, or null when it may. Until the transaction ends nobody
    /// else gets an answer for the group, so that two nodes do not both place its last call.
    /// </summary>
    public async Task<string?> RefusalAsync(
        DbTransaction transaction,
        Guid group,
        DialTarget target,
        CancellationToken cancellation
    )
    {
        var parameters = new { group = Bytes(group) };
        var stored = await transaction.QueryAsync<string>(
            $"SELECT rules FROM heartbeat_dial_rules WHERE group_id = @group {database.Dialect.ForUpdate}",
            parameters,
            cancellation
        );
        if (stored.Count == 0)
        {
            return DialRuleSet.None.Refusal(target, 0, 0);
        }

        var hour = await PlacedAsync(transaction, group, TimeSpan.FromHours(1), cancellation);
        var day = await PlacedAsync(transaction, group, TimeSpan.FromDays(1), cancellation);
        return DialRuleSet.Parse(stored[0]).Refusal(target, hour, day);
    }

    private Task<long> PlacedAsync(
        DbTransaction transaction,
        Guid group,
        TimeSpan within,
        CancellationToken cancellation
    ) =>
        transaction.ScalarAsync<long>(
            $"""
            SELECT COUNT(*) FROM heartbeat_job
            WHERE group_id = @group AND dialled_at > (SELECT {database.Dialect.NowMs}) - @within
            """,
            new { group = Bytes(group), within = (long)within.TotalMilliseconds },
            cancellation
        );

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
