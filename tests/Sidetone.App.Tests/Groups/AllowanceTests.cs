using Microsoft.Extensions.Time.Testing;
using Sidetone.Groups;

namespace Sidetone.Tests.Groups;

public sealed class AllowanceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_was_used_comes_back_at_the_steady_rate_and_no_further_than_the_burst()
    {
        var limit = new RateLimit(BatchesPerSecond: 10, Burst: 3);
        var allowance = new Allowance(_time);
        Assert.Equal(3, Taken(allowance, limit, tries: 5));
        Assert.False(allowance.TryTake(limit, out var after));
        Assert.Equal(TimeSpan.FromMilliseconds(100), after);
        _time.Advance(after);
        Assert.Equal(1, Taken(allowance, limit, tries: 5));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, Taken(allowance, limit, tries: 5));
    }

    [Fact]
    public void Without_a_limit_there_is_always_one_left() =>
        Assert.Equal(1000, Taken(new Allowance(_time), new RateLimit(0, 1), tries: 1000));

    private static int Taken(Allowance allowance, RateLimit limit, int tries)
    {
        var taken = 0;
        for (var index = 0; index < tries; index++)
        {
            taken += allowance.TryTake(limit, out _) ? 1 : 0;
        }

        return taken;
    }
}
