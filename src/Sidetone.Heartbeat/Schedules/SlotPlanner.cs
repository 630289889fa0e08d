namespace Sidetone.Heartbeat.Schedules;

/// <summary>What to do with the slots of a heartbeat that have come.</summary>
/// <param name="Dial">The slot to dial now; null for none.</param>
/// <param name="Missed">Slots that are reported as missed; null for none.</param>
/// <param name="Next">The first slot that has not been looked at; null when there never is one again.</param>
public sealed record SlotPlan(DateTimeOffset? Dial, MissedSlots? Missed, DateTimeOffset? Next);

/// <summary>Slots one after the other that nobody dialled.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Count">How many they are.</param>
public sealed record MissedSlots(DateTimeOffset First, DateTimeOffset Last, int Count);

/// <summary>
/// Decides about slots. They are walked in order and none is looked at twice: the cursor only goes forward, so that a clock
/// set back delays the next call and repeats none.
/// </summary>
public static class SlotPlanner
{
    /// <summary>How many slots one look walks: after a long downtime the rest is for the next look.</summary>
    public const int WalkMax = 10_000;

    /// <summary>
    /// At most one slot is dialled, the youngest that is due and not older than the grace; those before it are missed.
    /// After a downtime that is one call, never a burst.
    /// </summary>
    /// <param name="schedule">The slots.</param>
    /// <param name="cursor">The first slot that was not looked at.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="delayOf">How much after a slot its call is due.</param>
    /// <param name="grace">How old a due slot may be and still be dialled.</param>
    public static SlotPlan Plan(
        HeartbeatSchedule schedule,
        DateTimeOffset cursor,
        DateTimeOffset now,
        Func<DateTimeOffset, TimeSpan> delayOf,
        TimeSpan grace
    )
    {
        DateTimeOffset? slot = cursor;
        DateTimeOffset? dial = null;
        MissedSlots? missed = null;
        for (var walked = 0; walked < WalkMax && slot is { } at && at + delayOf(at) <= now; walked++)
        {
            missed = dial is { } before ? Add(missed, before) : missed;
            dial = at;
            if (at + delayOf(at) < now - grace)
            {
                missed = Add(missed, at);
                dial = null;
            }

            slot = schedule.After(at);
        }

        return new SlotPlan(dial, missed, slot);
    }

    private static MissedSlots Add(MissedSlots? missed, DateTimeOffset slot) =>
        missed is null ? new MissedSlots(slot, slot, 1) : missed with { Last = slot, Count = missed.Count + 1 };
}
