using System.CommandLine;
using Sidetone.Bench.Measures;
using Sidetone.Bench.Measures.Media;

namespace Sidetone.Bench;

/// <summary>The measurements by name.</summary>
internal static class BenchCommands
{
    private static readonly Option<string> s_server = new("--server")
    {
        HelpName = "FILE",
        Description = "The server's executable. Default: the one that was built with this program.",
        DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "sidetone"),
        Recursive = true,
    };

    private static readonly Option<string> s_folder = new("--folder")
    {
        HelpName = "DIR",
        Description = "Where data is written: the disk that is measured. Default: bench-data in the current folder.",
        DefaultValueFactory = _ => Path.Combine(Environment.CurrentDirectory, "bench-data"),
        Recursive = true,
    };

    public static RootCommand Create() =>
        new("Measures the whole server. Each command prints the figures that bench/README.md explains.")
        {
            s_server,
            s_folder,
            Intake(),
            Parts(),
            Summary(),
            Storage(),
            Ends(),
            Idle(),
            Patterns(),
            Bus(),
            Media(),
            Batches(),
        };

    private static Command Intake()
    {
        var connections = Number("--connections", 64, "How many connections send at the same time.");
        var requests = Number("--requests", 12_800, "How many batches a round has.");
        var warmUp = Number("--warm-up", 4, "How many rounds run before those that count.");
        var rounds = Number("--rounds", 6, "How many rounds there are of each kind.");
        var batches = Number("--batches-per-call", 30, "How many batches a call has: 30 are five minutes.");
        return Measure(
            "intake",
            "Durable intake beside the same server discarding the same bodies, plain and gzipped.",
            [connections, requests, warmUp, rounds, batches],
            (parsed, settings) =>
                IntakeMeasure.RunAsync(
                    settings,
                    new IntakeLoad(
                        parsed.GetRequiredValue(connections),
                        parsed.GetRequiredValue(requests),
                        parsed.GetRequiredValue(warmUp),
                        parsed.GetRequiredValue(rounds),
                        parsed.GetRequiredValue(batches)
                    )
                )
        );
    }

    private static Command Parts() =>
        Measure(
            "parts",
            "What the functions on intake's way cost alone.",
            [],
            (_, _) =>
            {
                PartsMeasure.Run();
                return Task.CompletedTask;
            }
        );

    private static Command Summary()
    {
        var minutes = Number("--minutes", 60, "How long the call is.");
        var repeats = Number("--repeats", 100, "How often it is summarised.");
        return Measure(
            "summary",
            "The summary of a call from its packed recording, and from the batches of the open log.",
            [minutes, repeats],
            (parsed, _) =>
            {
                SummaryMeasure.Run(parsed.GetRequiredValue(minutes), parsed.GetRequiredValue(repeats));
                return Task.CompletedTask;
            }
        );
    }

    private static Command Storage()
    {
        var samples = Number("--samples", 72_000, "How many samples are stored of each length of call.");
        var minutes = new Option<int[]>("--minutes")
        {
            HelpName = "N",
            Description = "Lengths of calls. Default: 5, 15, 60.",
            DefaultValueFactory = _ => [5, 15, 60],
            AllowMultipleArgumentsPerToken = true,
        };
        return Measure(
            "storage",
            "Bytes per stored sample of closed calls: used pages with indexes, less those of an empty store.",
            [samples, minutes],
            (parsed, settings) =>
                StorageMeasure.RunAsync(settings, parsed.GetRequiredValue(samples), parsed.GetRequiredValue(minutes))
        );
    }

    private static Command Ends()
    {
        var rate = Number("--rate", 100, "How many calls end per second.");
        var seconds = Number("--seconds", 10, "For how many seconds.");
        var minutes = Number("--minutes", 5, "How long the calls are.");
        return Measure(
            "ends",
            "From a call's end to its event on the bus, while many calls end.",
            [rate, seconds, minutes],
            (parsed, settings) =>
                EndsMeasure.RunAsync(
                    settings,
                    parsed.GetRequiredValue(rate),
                    parsed.GetRequiredValue(seconds),
                    parsed.GetRequiredValue(minutes)
                )
        );
    }

    private static Command Idle()
    {
        var starts = Number("--starts", 5, "How often a server is started.");
        var seconds = Number("--seconds", 10, "How long nothing happens before memory is read.");
        var burst = Number("--burst", 32_000, "How many batches are sent in between.");
        return Measure(
            "idle",
            "Time to ready, and memory when nothing happens, before and after a burst of batches.",
            [starts, seconds, burst],
            (parsed, settings) =>
                IdleMeasure.RunAsync(
                    settings,
                    parsed.GetRequiredValue(starts),
                    parsed.GetRequiredValue(seconds),
                    parsed.GetRequiredValue(burst)
                )
        );
    }

    private static Command Patterns() =>
        Measure(
            "patterns",
            "Event patterns: events per second beside event-ruler's figures, and what adding rules takes.",
            [],
            (_, settings) =>
            {
                PatternMeasure.Run(Path.Combine(settings.Folder, "patterns"));
                return Task.CompletedTask;
            }
        );

    private static Command Bus()
    {
        var connections = Number("--connections", 16, "How many connections put events at the same time.");
        var events = Number("--events", 4_000, "How many events a round has.");
        var rounds = Number("--rounds", 4, "How many rounds there are with each number of rules.");
        var rules = new Option<int[]>("--rules")
        {
            HelpName = "N",
            Description = "Numbers of rules: 10, 100, 1000 or 5000. Default: 10, 100, 1000.",
            DefaultValueFactory = _ => [10, 100, 1_000],
            AllowMultipleArgumentsPerToken = true,
        };
        return Measure(
            "bus",
            "From PutEvents to the lines of a target's file, beside the same server refusing the same bodies.",
            [connections, events, rounds, rules],
            (parsed, settings) =>
                BusMeasure.RunAsync(
                    settings,
                    new BusLoad(
                        parsed.GetRequiredValue(connections),
                        parsed.GetRequiredValue(events),
                        parsed.GetRequiredValue(rounds),
                        parsed.GetRequiredValue(rules)
                    )
                )
        );
    }

    private static Command Media()
    {
        var seconds = Number("--seconds", 20, "How long each call is.");
        var atOnce = Number("--at-once", 1, "How many impaired calls run at the same time.");
        var calls = Number("--calls", 50, "How many calls the second table has at the same time.");
        return Measure(
            "media",
            "Calls of our media to our media: through a relay that impairs them, and many at the same time.",
            [seconds, atOnce, calls],
            async (parsed, _) =>
            {
                await ImpairedCallsMeasure.RunAsync(parsed.GetRequiredValue(seconds), parsed.GetRequiredValue(atOnce));
                await ManyCallsMeasure.RunAsync(parsed.GetRequiredValue(calls), parsed.GetRequiredValue(seconds));
            }
        );
    }

    private static Command Batches()
    {
        var file = new Argument<string>("FILE") { Description = "Where to write, one batch a line." };
        var command = new Command("batches", "Write the batches that intake is measured with, for other programs.")
        {
            file,
        };
        command.SetAction(parsed => IntakeMeasure.WriteBatches(parsed.GetRequiredValue(file)));
        return command;
    }

    private static Command Measure(
        string name,
        string description,
        IEnumerable<Option> options,
        Func<ParseResult, BenchSettings, Task> run
    )
    {
        var command = new Command(name, description);
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction(
            (parsed, _) =>
                run(parsed, new BenchSettings(parsed.GetRequiredValue(s_server), parsed.GetRequiredValue(s_folder)))
        );
        return command;
    }

    private static Option<int> Number(string name, int value, string description) =>
        new(name)
        {
            HelpName = "N",
            Description = $"{description} Default: {value}.",
            DefaultValueFactory = _ => value,
        };
}
