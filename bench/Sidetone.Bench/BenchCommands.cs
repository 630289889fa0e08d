using System.CommandLine;
using Sidetone.Bench.Measures;

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
        };

    private static Command Intake()
    {
        var connections = Number("--connections", 64, "How many connections send at the same time.");
        var requests = Number("--requests", 12_800, "How many batches a round has.");
        var rounds = Number("--rounds", 6, "How many rounds there are of each kind.");
        var batches = Number("--batches-per-call", 30, "How many batches a call has: 30 are five minutes.");
        return Measure(
            "intake",
            "Durable intake beside the same server discarding the same bodies, plain and gzipped.",
            [connections, requests, rounds, batches],
            (parsed, settings) =>
                IntakeMeasure.RunAsync(
                    settings,
                    new IntakeLoad(
                        parsed.GetRequiredValue(connections),
                        parsed.GetRequiredValue(requests),
                        parsed.GetRequiredValue(rounds),
                        parsed.GetRequiredValue(batches)
                    )
                )
        );
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
