using System.Text;
using Sidetone.Patterns.Matching;

namespace Sidetone.Patterns.Tests.Matching;

public sealed class MatchMemoryTests
{
    [Fact]
    public void Matching_allocates_nothing_once_it_is_warm()
    {
        var index = new PatternIndex<string>();
        string[] patterns =
        [
            """{"source":[{"prefix":"com.example"}],"detail":{"a":["x"]}}""",
            """{"detail":{"n":[{"numeric":[">",0.1,"<",5]}]}}""",
            """{"detail":{"n":[-122.42916360922355]}}""",
            """{"detail":{"ip":[{"cidr":"10.0.0.0/8"},{"cidr":"2001:db8::/32"}]}}""",
            """{"detail":{"text":[{"wildcard":"*a*b*"},{"suffix":{"equals-ignore-case":"SS"}}]}}""",
            """{"detail":{"text":[{"anything-but":{"suffix":"z"}}],"none":[{"exists":false}]}}""",
            """{"detail":{"list":{"x":[1],"y":[2]}}}""",
            """{"detail":{"list":{"x":[3],"y":[{"exists":false}]}}}""",
        ];
        foreach (var pattern in patterns)
        {
            index.Add(pattern, EventPattern.Parse(pattern));
        }

        byte[][] events =
        [
            .. Enumerable
                .Range(0, 64)
                .Select(number =>
                    Encoding.UTF8.GetBytes(
                        $$$"""
                        {"source":"com.example.{{{number}}}","skip":[{"a":"]}\\"}],"detail":{"a":"\u0078","n":{{{number}}}.5,
                         "n":-122.42916360922355,"ip":"10.0.0.{{{number}}}","ip":"2001:db8::{{{number}}}","text":"a{{{number}}}b \u00e9ß",
                         "list":[{"x":1,"y":3},{"x":{{{number % 4}}},"y":2},{"x":3}]}}
                        """
                    )
                ),
        ];
        var found = new MatchBuffer<string>();
        var matches = MatchAll(index, events, found);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = MatchAll(index, events, found);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.Equal(matches, again);
        Assert.True(matches > 6 * events.Length, $"Only {matches} matches.");
    }

    [Fact]
    public void Rules_that_come_and_go_leave_nothing_behind()
    {
        var index = new PatternIndex<int>();
        var found = new MatchBuffer<int>();
        Churn(index, found, 0, 2_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Churn(index, found, 2_000, 100_000);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 4_000_000, $"{grown} bytes stayed.");
        GC.KeepAlive(index);
        GC.KeepAlive(found);
    }

    private static void Churn(PatternIndex<int> index, MatchBuffer<int> found, int from, int to)
    {
        for (var rule = from; rule < to; rule++)
        {
            var pattern = $$"""{"a{{rule}}":[{"wildcard":"*x*{{rule}}*"},{"suffix":"{{rule}}"}],"b":["{{rule}}"]}""";
            index.Add(rule, EventPattern.Parse(pattern));
            index.Remove(rule - 50);
            if (rule % 100 == 0)
            {
                index.Match(Encoding.UTF8.GetBytes($$"""{"a{{rule}}":"x{{rule}}","b":"{{rule}}"}"""), found);
                Assert.Equal([rule], found);
            }
        }
    }

    private static int MatchAll(PatternIndex<string> index, byte[][] events, MatchBuffer<string> found)
    {
        var matches = 0;
        foreach (var text in events)
        {
            index.Match(text, found);
            matches += found.Count;
        }

        return matches;
    }
}
