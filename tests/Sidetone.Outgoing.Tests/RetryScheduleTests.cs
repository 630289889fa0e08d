namespace Sidetone.Outgoing.Tests;

public sealed class RetryScheduleTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_wait_is_below_a_ceiling_that_doubles_up_to_the_longest()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var failures = random.Next(1, 200);
            var delay = new RetrySchedule(First, Longest, random).DelayAfter(failures, null);
            var ceiling = Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(failures - 1, 40)));
            Assert.True(delay >= TimeSpan.Zero && delay.TotalSeconds <= ceiling, $"Seed {seed}: {delay}.");
        }
    }

    [Fact]
    public void Waits_spread_over_the_whole_range()
    {
        var schedule = new RetrySchedule(First, Longest, new Random(1));
        var delays = Enumerable.Range(0, 1_000).Select(_ => schedule.DelayAfter(20, null)).ToArray();
        Assert.True(delays.Min() < Longest * 0.05 && delays.Max() > Longest * 0.95);
    }

    [Fact]
    public void What_the_destination_asks_for_is_waited_at_least_but_an_hour_at_most()
    {
        var schedule = new RetrySchedule(First, Longest, new Random(1));
        Assert.True(schedule.DelayAfter(1, TimeSpan.FromSeconds(40)) >= TimeSpan.FromSeconds(40));
        Assert.True(schedule.DelayAfter(1, TimeSpan.FromDays(30)) <= TimeSpan.FromHours(1) + First);
        Assert.True(schedule.DelayAfter(1, TimeSpan.FromDays(-30)) >= TimeSpan.Zero);
    }
}
