using Sidetone.Bus.Buses;
using Sidetone.Bus.Events;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Storage;

namespace Sidetone.Bus.Schedules;

/// <summary>Puts the events of scheduled rules on the default buses, one per time of the schedule over all nodes.</summary>
/// <remarks>
/// The time that fired last stands beside the rule's name and is moved in the transaction that appends the event: of two
/// nodes, one moves it. A time that was missed by more than a minute, because no server ran or the rule was disabled, is
/// left out, as on AWS.
/// </remarks>
internal sealed class ScheduleClock(
    Database database,
    BusLog log,
    ResourceStore resources,
    IBusTenants tenants,
    TimeProvider time
)
{
    private static readonly TimeSpan LateMax = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, (long Revision, Scheduled[] Rules)> _groups = [];

    /// <summary>Fires what is due; how many rules fired.</summary>
    public async Task<int> FireAsync(CancellationToken cancellation)
    {
        await RefreshAsync(cancellation);
        var now = time.GetUtcNow();
        var fired = 0;
        foreach (var (group, (_, rules)) in _groups)
        {
            foreach (var rule in rules)
            {
                if (rule.LastUpTo(now) is { } slot && slot > rule.Fired)
                {
                    rule.Fired = slot;
                    fired += await FireAsync(group, rule.Name, slot, cancellation) ? 1 : 0;
                }
            }
        }

        if (fired > 0)
        {
            await log.AnnounceAsync(cancellation);
        }

        return fired;
    }

    private async Task<bool> FireAsync(Guid group, string rule, DateTimeOffset slot, CancellationToken cancellation)
    {
        if (await tenants.FindAsync(group, cancellation) is not { } tenant)
        {
            return false;
        }

        var scheduled = Event(tenant, rule, slot, Guid.CreateVersion7(time.GetUtcNow()));
        return await database.WriteAsync(
            async (transaction, stop) =>
            {
                var moved = await transaction.ExecuteAsync(
                    """
                    INSERT INTO bus_schedule (group_id, rule, slot) VALUES (@key, @rule, @slot)
                    ON CONFLICT (group_id, rule) DO UPDATE SET slot = excluded.slot
                    WHERE bus_schedule.slot < excluded.slot
                    """,
                    new
                    {
                        key = group.ToByteArray(bigEndian: true),
                        rule,
                        slot = slot.ToUnixTimeMilliseconds(),
                    },
                    stop
                );
                return moved > 0 && await log.AppendAsync(transaction, [scheduled], stop) > 0;
            },
            cancellation
        );
    }

    private static BusEvent Event(BusTenant tenant, string rule, DateTimeOffset slot, Guid id) =>
        new()
        {
            Group = tenant.Group,
            Bus = EventBusRecord.DefaultName,
            Id = id,
            Edition = 1,
            DetailType = "Scheduled Event",
            Source = "aws.events",
            Time = slot,
            Envelope = BusEnvelope.Write(
                tenant,
                id,
                "Scheduled Event",
                "aws.events",
                slot,
                [Arns.Rule(tenant, EventBusRecord.DefaultName, rule)],
                "{}"u8
            ),
            OnlyRules = [rule],
            IsDirected = true,
        };

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        var revisions = await database.QueryAsync<RevisionRow>(
            "SELECT group_id AS GroupId, revision AS Revision FROM bus_revision",
            null,
            cancellation
        );
        foreach (var row in revisions)
        {
            var group = new Guid(row.GroupId, bigEndian: true);
            if (_groups.TryGetValue(group, out var known) && known.Revision == row.Revision)
            {
                continue;
            }

            var fired = (known.Rules ?? []).ToDictionary(rule => rule.Name, rule => rule.Fired, StringComparer.Ordinal);
            var rules = await resources.ListAsync<RuleRecord>(group, EventBusRecord.DefaultName, cancellation);
            _groups[group] = (
                row.Revision,
                [
                    .. rules
                        .Where(rule => rule.Enabled)
                        .Select(Scheduled.Of)
                        .OfType<Scheduled>()
                        .Select(rule =>
                        {
                            rule.Fired = fired.GetValueOrDefault(rule.Name);
                            return rule;
                        }),
                ]
            );
        }
    }

    /// <summary>A rule with a schedule.</summary>
    private sealed class Scheduled(string name, ScheduleExpression schedule, DateTimeOffset createdAt)
    {
        public string Name => name;

        /// <summary>What this node fired last, or found fired.</summary>
        public DateTimeOffset Fired { get; set; }

        public static Scheduled? Of(RuleRecord rule) =>
            ScheduleExpression.TryParse(rule.ScheduleExpression, out var schedule)
                ? new Scheduled(rule.Name, schedule, rule.CreatedAt)
                : null;

        /// <summary>The last time up to now at which it should have fired, if that is not too long ago.</summary>
        public DateTimeOffset? LastUpTo(DateTimeOffset now)
        {
            var from = now - LateMax;
            var next = schedule.NextAfter(from > createdAt ? from : createdAt, createdAt);
            DateTimeOffset? last = null;
            while (next is { } slot && slot <= now)
            {
                last = slot;
                next = schedule.NextAfter(slot, createdAt);
            }

            return last;
        }
    }

    private sealed class RevisionRow
    {
        public byte[] GroupId { get; init; } = [];
        public long Revision { get; init; }
    }
}
