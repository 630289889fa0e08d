using System.Data.Common;
using Sidetone.Storage;

namespace Sidetone.Bus.Invocations;

/// <summary>Which lane something waits in: a target of a rule, or the dead letters of one.</summary>
/// <param name="Group">The group.</param>
/// <param name="Bus">The rule's bus.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Target">The target's id within the rule.</param>
/// <param name="IsDeadLetter">Whether the target's dead letters are meant.</param>
internal sealed record LaneKey(Guid Group, string Bus, string Rule, string Target, bool IsDeadLetter);

/// <summary>The lanes of invocations, which come into being with the first that needs them.</summary>
internal static class Lanes
{
    // Failed dead letters go back to the lane of their target: neither is forgotten without the other.
    private const string SameTarget =
        "s.group_id = bus_lane.group_id AND s.bus = bus_lane.bus AND s.rule = bus_lane.rule AND s.target = bus_lane.target";

    /// <summary>Within a transaction: a lane's number. It is not forgotten before the transaction ends.</summary>
    public static Task<long> NumberAsync(
        DbTransaction transaction,
        Dialect dialect,
        LaneKey lane,
        CancellationToken cancellation
    ) =>
        transaction.ScalarAsync<long>(
            $"""
            INSERT INTO bus_lane (group_id, bus, rule, target, dead_letter, used_at)
            VALUES (@key, @bus, @rule, @target, @dead, {dialect.NowMs})
            ON CONFLICT (group_id, bus, rule, target, dead_letter) DO UPDATE SET used_at = excluded.used_at
            RETURNING id
            """,
            new
            {
                key = lane.Group.ToByteArray(bigEndian: true),
                bus = lane.Bus,
                rule = lane.Rule,
                target = lane.Target,
                dead = lane.IsDeadLetter ? 1L : 0L,
            },
            cancellation
        );

    /// <summary>Forgets lanes that nothing waits in and that were not used for a while.</summary>
    public static Task<int> PurgeAsync(Database database, TimeSpan unused, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"""
                    DELETE FROM bus_lane WHERE used_at < (SELECT {database.Dialect.NowMs}) - @unusedMs
                        AND NOT EXISTS (SELECT 1 FROM bus_lane s JOIN bus_invocation i ON i.lane = s.id AND i.state < 2
                            WHERE {SameTarget})
                        AND NOT EXISTS (SELECT 1 FROM bus_lane s JOIN bus_invocation i ON i.lane = s.id AND i.state = 2
                            WHERE {SameTarget})
                    """,
                    new { unusedMs = (long)unused.TotalMilliseconds },
                    stop
                ),
            cancellation
        );
}
