using System.Text;
using Sidetone.Patterns.Matching;

namespace Sidetone.Patterns.Tests.Matching;

public sealed class ConcurrentMatchTests
{
    private const int Changes = 20_000;
    private const int Window = 24;
    private const int Absent = -2;
    private const int Always = -1;

    private static readonly byte[] _event = Encoding.UTF8.GetBytes(
        $$"""{"kind":"call","n":17.5,"text":"Summary of a call","list":[{"x":1,"y":2},{"x":3,"y":4}],{{Names()}}}"""
    );

    private readonly PatternIndex<int> _index = new();

    // The newest rule whose Add returned, and the newest whose Remove began and returned. Rules are numbered in order.
    private int _added = -1;
    private int _leaving = -1;
    private int _gone = -1;
    private volatile bool _done;

    [Fact]
    public async Task Rules_come_and_go_while_others_match_and_none_is_seen_too_late_or_too_long()
    {
        _index.Add(Always, EventPattern.Parse("""{"kind":["call"],"list":{"x":[3],"y":[4]}}"""));
        using var started = new CountdownEvent(2);
        var readers = Enumerable
            .Range(0, 2)
            .Select(_ => Task.Factory.StartNew(() => Read(started), TaskCreationOptions.LongRunning))
            .ToArray();
        started.Wait(TestContext.Current.CancellationToken);
        var writer = Task.Run(Write, TestContext.Current.CancellationToken);
        await await Task.WhenAny([writer, .. readers]);
        await writer;
        var matches = await Task.WhenAll(readers);
        Assert.All(matches, count => Assert.True(count > 100, $"Only {count} matches while rules changed."));
    }

    private void Write()
    {
        try
        {
            for (var rule = 0; rule < Changes; rule++)
            {
                _index.Add(rule, EventPattern.Parse(Pattern(rule)));
                Volatile.Write(ref _added, rule);

                // What it asks for is there, but matches that began before it was known never looked.
                var absent = EventPattern.Parse($$"""{"name{{rule % 64}}":[{"exists":false}]}""");
                _index.Add(Absent, absent);
                _index.Remove(Absent, absent);
                if (rule >= Window)
                {
                    Volatile.Write(ref _leaving, rule - Window);
                    Assert.True(_index.Remove(rule - Window));
                    Volatile.Write(ref _gone, rule - Window);
                }
            }
        }
        finally
        {
            _done = true;
        }
    }

    private int Read(CountdownEvent started)
    {
        var found = new MatchBuffer<int>();
        var seen = new HashSet<int>();
        var count = 0;
        for (; !_done; count++)
        {
            if (count == 1)
            {
                started.Signal();
            }

            var (added, gone) = (Volatile.Read(ref _added), Volatile.Read(ref _gone));
            _index.Match(_event, found);
            var leaving = Volatile.Read(ref _leaving);

            seen.Clear();
            Assert.True(found.All(seen.Add), "A rule was found twice.");
            Assert.Contains(Always, seen);
            Assert.DoesNotContain(Absent, seen);
            Assert.DoesNotContain(seen, rule => rule >= 0 && rule <= gone);
            for (var rule = leaving + 1; rule <= added; rule++)
            {
                Assert.True(seen.Contains(rule), $"Rule {rule} was added before the match began and is not found.");
            }
        }

        return count;
    }

    // Every one matches; together they use every structure, and each has something that no other has.
    private static string Pattern(int rule) =>
        (rule % 7) switch
        {
            0 => $$"""{"kind":["call","k{{rule}}"]}""",
            1 => $$"""{"n":[{"numeric":["<",{{20 + rule}}]}]}""",
            2 => $$"""{"text":[{"wildcard":"Sum*a*call"},"w{{rule}}"],"missing{{rule}}":[{"exists":false}]}""",
            3 => $$"""{"text":[{"anything-but":"t{{rule}}"}]}""",
            4 => $$$"""{"text":[{"suffix":{"equals-ignore-case":"CALL"}},{"suffix":"{{{rule}}}"}]}""",
            5 => $$$"""{"list":{"x":[1,{{{rule}}}5],"y":[2]}}""",
            _ => $$$"""{"text":[{"prefix":"Summary"},{"prefix":"p{{{rule}}}"}],"list":{"x":[{"exists":true}]}}""",
        };

    private static string Names() => string.Join(',', Enumerable.Range(0, 64).Select(name => $"\"name{name}\":{name}"));
}
