using System.Diagnostics;
using Sidetone.Bench.Load;
using Sidetone.Patterns;
using Sidetone.Patterns.Matching;

namespace Sidetone.Bench.Measures;

/// <summary>
/// Events per second of processor time, one thread matching: event-ruler's rule banks over city lots, and up to 5,000 rules
/// over a contact centre's events; what adding them takes, and what matching keeps when another thread changes rules.
/// </summary>
internal static class PatternMeasure
{
    private const int Passes = 6;
    private static readonly TimeSpan s_underChange = TimeSpan.FromSeconds(3);

    public static void Run(string folder)
    {
        try
        {
            if (PatternData.Make(folder) is { } data)
            {
                var yardstick = Yardstick.MegabytesPerSecond(TemplateCall.Simulate(16, 30));
                Console.WriteLine($"patterns: yardstick {yardstick:N0} MB/s");
                Console.WriteLine(
                    "| rules | mean/s | best/s | event-ruler, scaled | ratio | Quamina, scaled | ratio | matches | bytes an event |"
                );
                Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
                Run(data, yardstick / PatternPeers.Yardstick);
            }
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static void Run(PatternData data, double scale)
    {
        var lots = data.Lots();
        var banks = data.Banks();
        foreach (var (name, rules) in banks)
        {
            Print(name, Index(rules), lots, scale);
        }

        // event-ruler's two mixtures take 40 and 45 of the rules; ours take all.
        Print(
            "PARTIAL_COMBO",
            Index(banks.Where(bank => bank.Name != "COMPLEX_ARRAYS").SelectMany(bank => bank.Rules)),
            lots,
            scale
        );
        Print("COMBO", Index(banks.SelectMany(bank => bank.Rules)), lots, scale);

        var events = data.Telemetry();
        var added = new List<string>();
        foreach (var count in (int[])[10, 100, 1_000, 5_000])
        {
            var rules = data.TelemetryRules(count);
            Print($"{count:N0} rules", Index(rules), events, scale);
            added.Add($"{count:N0} in {Enumerable.Range(0, 3).Min(_ => Seconds(() => Index(rules))) * 1e3:N1} ms");
        }

        Console.WriteLine($"patterns: rules added singly, each visible on return: {string.Join(", ", added)}");
        UnderChange(data.TelemetryRules(5_000), events);
    }

    private static void Print(string name, PatternIndex<int> index, byte[][] events, double scale)
    {
        var found = new MatchBuffer<int>();
        var (best, total, matches, bytes) = (double.MaxValue, 0.0, 0L, 0L);
        for (var pass = -2; pass < Passes; pass++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var took = Seconds(() => matches = MatchAll(index, events, found));
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (pass >= 0)
            {
                best = Math.Min(best, took);
                total += took;
            }
        }

        // What measuring allocates itself is a few hundred bytes a pass.
        var mean = events.Length * Passes / total;
        Console.WriteLine(
            $"| {name} | {mean:N0} | {events.Length / best:N0} | {Beside(PatternPeers.EventRuler)} | {Beside(PatternPeers.Quamina)} | "
                + $"{matches:N0} | {bytes / events.Length} |"
        );

        string Beside(IReadOnlyDictionary<string, double> peers) =>
            peers.TryGetValue(name, out var peer) ? $"{peer * scale:N0} | {mean / (peer * scale):N1}" : "– | –";
    }

    // Wall time: two threads run, and what counts is that the one that reads goes on.
    private static void UnderChange(EventPattern[] rules, byte[][] events)
    {
        var index = Index(rules);
        var found = new MatchBuffer<int>();
        var alone = Rate(() => MatchAll(index, events, found), events.Length);
        using var stop = new CancellationTokenSource();
        var changes = 0L;
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var rule = (int)(changes % rules.Length);
                index.Remove(rule);
                index.Add(rule, rules[rule]);
                changes++;
            }
        });
        var started = Stopwatch.GetTimestamp();
        var changing = Rate(() => MatchAll(index, events, found), events.Length);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        stop.Cancel();
        writer.GetAwaiter().GetResult();
        Console.WriteLine(
            $"patterns: 5,000 rules: {alone:N0} events/s of wall time alone, {changing:N0} while another thread removes and adds "
                + $"{changes / elapsed:N0} rules/s"
        );
    }

    private static double Rate(Action pass, int events)
    {
        var started = Stopwatch.GetTimestamp();
        var count = 0L;
        TimeSpan elapsed;
        do
        {
            pass();
            count += events;
            elapsed = Stopwatch.GetElapsedTime(started);
        } while (elapsed < s_underChange);

        return count / elapsed.TotalSeconds;
    }

    private static PatternIndex<int> Index(IEnumerable<EventPattern> rules)
    {
        var index = new PatternIndex<int>();
        foreach (var (number, rule) in rules.Index())
        {
            index.Add(number, rule);
        }

        return index;
    }

    private static long MatchAll(PatternIndex<int> index, byte[][] events, MatchBuffer<int> found)
    {
        var matches = 0L;
        foreach (var text in events)
        {
            index.Match(text, found);
            matches += found.Count;
        }

        return matches;
    }

    private static double Seconds(Action work)
    {
        var started = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - started).TotalSeconds;
    }
}
