using System.Globalization;
using Sidetone.Heartbeat.Schedules;

namespace Sidetone.Heartbeat.Tests.Schedules;

public sealed class SlotPlannerTests
{
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(5);
    private static readonly TimeZoneInfo s_vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Fact]
    public void A_slot_that_has_come_is_dialled_and_the_cursor_goes_on()
    {
        var plan = Plan(Every(10), "2026-05-01T10:00:00Z", "2026-05-01T10:00:01Z");
        Assert.Equal(At("2026-05-01T10:00:00Z"), plan.Dial);
        Assert.Null(plan.Missed);
        Assert.Equal(At("2026-05-01T10:10:00Z"), plan.Next);
    }

    [Fact]
    public void A_slot_that_has_not_come_is_left_alone()
    {
        var plan = Plan(Every(10), "2026-05-01T10:00:00Z", "2026-05-01T09:59:59Z");
        Assert.Null(plan.Dial);
        Assert.Null(plan.Missed);
        Assert.Equal(At("2026-05-01T10:00:00Z"), plan.Next);
    }

    [Fact]
    public void After_a_downtime_every_slot_is_missed_but_the_youngest_within_the_grace()
    {
        var plan = Plan(Every(10), "2026-05-01T10:00:00Z", "2026-05-01T12:04:00Z");
        Assert.Equal(At("2026-05-01T12:00:00Z"), plan.Dial);
        Assert.Equal(new MissedSlots(At("2026-05-01T10:00:00Z"), At("2026-05-01T11:50:00Z"), 12), plan.Missed);
        Assert.Equal(At("2026-05-01T12:10:00Z"), plan.Next);
    }

    [Fact]
    public void A_slot_older_than_the_grace_is_missed()
    {
        var plan = Plan(Every(10), "2026-05-01T12:00:00Z", "2026-05-01T12:05:01Z");
        Assert.Null(plan.Dial);
        Assert.Equal(1, plan.Missed?.Count);
    }

    [Fact]
    public void Of_several_slots_within_the_grace_one_is_dialled()
    {
        var plan = Plan(Every(1), "2026-05-01T12:00:00Z", "2026-05-01T12:03:30Z");
        Assert.Equal(At("2026-05-01T12:03:00Z"), plan.Dial);
        Assert.Equal(3, plan.Missed?.Count);
    }

    [Fact]
    public void A_year_of_downtime_is_walked_in_bounded_steps_and_every_slot_is_accounted_for()
    {
        var cursor = At("2025-05-01T12:00:00Z");
        var now = At("2026-05-01T12:00:30Z");
        long missed = 0;
        var dialled = 0;
        while (cursor <= now)
        {
            var plan = SlotPlanner.Plan(Every(1), cursor, now, static _ => TimeSpan.Zero, s_grace);
            Assert.InRange(plan.Missed?.Count ?? 0, 0, SlotPlanner.WalkMax);
            missed += plan.Missed?.Count ?? 0;
            dialled += plan.Dial is null ? 0 : 1;
            cursor = plan.Next!.Value;
        }

        Assert.Equal(365 * 24 * 60, missed);
        Assert.Equal(1, dialled);
    }

    [Fact]
    public void A_clock_set_back_dials_no_slot_twice()
    {
        var plan = Plan(Every(10), "2026-05-01T10:00:00Z", "2026-05-01T10:00:01Z");
        // The clock falls back by two hours: the cursor stays, so nothing is due until it is there again.
        var after = SlotPlanner.Plan(
            Every(10),
            plan.Next!.Value,
            At("2026-05-01T08:00:00Z"),
            static _ => TimeSpan.Zero,
            s_grace
        );
        Assert.Null(after.Dial);
        Assert.Null(after.Missed);
        Assert.Equal(plan.Next, after.Next);
    }

    [Fact]
    public void A_fixed_time_in_the_hour_that_is_skipped_is_called_once_right_after_it()
    {
        // 2026-03-29 02:00 → 03:00 in Vienna.
        var slots = Slots(Cron("30 2 * * *"), "2026-03-28T12:00:00Z", 2);
        Assert.Equal([At("2026-03-29T01:00:00Z"), At("2026-03-30T00:30:00Z")], slots);
    }

    [Fact]
    public void A_repeating_expression_goes_on_by_the_minutes_that_there_are()
    {
        var slots = Slots(Cron("*/30 * * * *"), "2026-03-29T00:00:00Z", 3);
        Assert.Equal([At("2026-03-29T00:30:00Z"), At("2026-03-29T01:00:00Z"), At("2026-03-29T01:30:00Z")], slots);
    }

    [Fact]
    public void A_fixed_time_in_the_hour_that_comes_twice_is_called_once()
    {
        // 2026-10-25 03:00 → 02:00 in Vienna.
        var slots = Slots(Cron("30 2 * * *"), "2026-10-24T12:00:00Z", 2);
        Assert.Equal([At("2026-10-25T00:30:00Z"), At("2026-10-26T01:30:00Z")], slots);
    }

    [Fact]
    public void A_repeating_expression_is_called_in_both_hours()
    {
        var slots = Slots(Cron("0 * * * *"), "2026-10-24T23:30:00Z", 3);
        Assert.Equal([At("2026-10-25T00:00:00Z"), At("2026-10-25T01:00:00Z"), At("2026-10-25T02:00:00Z")], slots);
    }

    [Fact]
    public void An_interval_has_the_same_slots_wherever_it_is_asked_from()
    {
        var schedule = new IntervalSchedule(TimeSpan.FromSeconds(420));
        var random = new Random(7);
        for (var i = 0; i < 1_000; i++)
        {
            var from = DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-10_000_000, 4_000_000_000_000));
            var slot = schedule.After(from)!.Value;
            Assert.True(slot > from && slot - from <= schedule.Every);
            Assert.Equal(0, slot.ToUnixTimeSeconds() % 420);
        }
    }

    [Fact]
    public void Jitter_is_the_same_each_time_within_the_window_and_spread_over_it()
    {
        var window = TimeSpan.FromSeconds(60);
        var slot = At("2026-05-01T10:00:00Z");
        var random = new Random(3);
        var delays = Enumerable
            .Range(0, 2_000)
            .Select(_ =>
            {
                var id = new byte[16];
                random.NextBytes(id);
                var delay = SlotJitter.Of(new Guid(id), slot, window);
                Assert.Equal(delay, SlotJitter.Of(new Guid(id), slot, window));
                Assert.InRange(delay, TimeSpan.Zero, window - TimeSpan.FromMilliseconds(1));
                return delay.TotalSeconds;
            })
            .ToArray();
        Assert.InRange(delays.Average(), 28, 32);
        Assert.All(
            Enumerable.Range(0, 6),
            tenth => Assert.InRange(delays.Count(delay => (int)delay / 10 == tenth), 250, 420)
        );
        var other = SlotJitter.Of(Guid.Empty, slot.AddMinutes(1), window);
        Assert.NotEqual(SlotJitter.Of(Guid.Empty, slot, window), other);
        Assert.Equal(TimeSpan.Zero, SlotJitter.Of(Guid.Empty, slot, TimeSpan.Zero));
    }

    private static SlotPlan Plan(HeartbeatSchedule schedule, string cursor, string now) =>
        SlotPlanner.Plan(schedule, At(cursor), At(now), static _ => TimeSpan.Zero, s_grace);

    private static DateTimeOffset[] Slots(HeartbeatSchedule schedule, string from, int count)
    {
        var slots = new List<DateTimeOffset>();
        var at = At(from);
        while (slots.Count < count)
        {
            at = schedule.After(at)!.Value;
            slots.Add(at);
        }

        return [.. slots];
    }

    private static IntervalSchedule Every(int minutes) => new(TimeSpan.FromMinutes(minutes));

    private static CronSchedule Cron(string expression) => CronSchedule.Parse(expression, s_vienna);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
