using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sidetone.Importing;
using Sidetone.Simulation;
using Sidetone.Tailing;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Cli.Commands;

/// <summary><c>simulate</c>: agents and calls with believable networks, sent to a server or written to a file.</summary>
internal sealed class SimulateCommand
{
    private readonly Option<Uri> _server = SharedOptions.Server();
    private readonly Option<string> _key = SharedOptions.Key("An ingest key", required: false);
    private readonly Option<int> _agents = SharedOptions.Count("--agents", "How many agents take calls.", usual: 5);
    private readonly Option<int> _calls = SharedOptions.Count("--calls", "How many calls there are in all.", usual: 20);
    private readonly Option<int> _concurrency = SharedOptions.Count(
        "--concurrency",
        "Requests at the same time.",
        usual: 8
    );
    private readonly Option<double> _lost = Share("--lost", "Share of batches that never arrive, 0 to 1.");
    private readonly Option<double> _repeated = Share("--repeated", "Share of batches that arrive twice, 0 to 1.");
    private readonly Option<double> _late = Share("--late", "Share of batches that arrive after later ones, 0 to 1.");
    private readonly Option<bool> _json = SharedOptions.Json("Print the outcome as JSON.");

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Write the batches to a file as JSON Lines instead of sending them; - is standard output.",
    };

    private readonly Option<long?> _seed = new("--seed")
    {
        HelpName = "N",
        Description = "All chance comes from it: the same seed and start give the same batches. Random if absent.",
    };

    private readonly Option<Speed> _speed = new("--speed")
    {
        HelpName = "SPEED",
        Description = "realtime, max (the default), or a factor such as 20x.",
        CustomParser = ParseSpeed,
    };

    private readonly Option<double?> _duration = new("--duration")
    {
        HelpName = "SECONDS",
        Description = "How long each call is connected. If absent, each kind of call has lengths of its own.",
    };

    private readonly Option<DateTimeOffset?> _start = new("--start")
    {
        HelpName = "TIME",
        Description = "When the first call rings, such as 2026-03-02T09:00:00Z. If absent, the run ends now.",
    };

    private readonly Option<string[]> _kinds = new("--kind")
    {
        HelpName = "KIND",
        Description =
            "Only calls of this kind; may be given several times. "
            + string.Join(" ", CallProfiles.All.Select(profile => $"{profile.Name}: {profile.Description}")),
    };

    private SimulateCommand() => _kinds.AcceptOnlyFromAmong([.. CallProfiles.All.Select(profile => profile.Name)]);

    public static Command Create()
    {
        var simulate = new SimulateCommand();
        var command = new Command("simulate", "Simulate agents and calls with believable networks.")
        {
            simulate._server,
            simulate._key,
            simulate._out,
            simulate._agents,
            simulate._calls,
            simulate._kinds,
            simulate._duration,
            simulate._seed,
            simulate._start,
            simulate._speed,
            simulate._concurrency,
            simulate._lost,
            simulate._repeated,
            simulate._late,
            simulate._json,
        };
        command.SetAction(simulate.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var speed = parsed.GetResult(_speed) is null ? Speed.Max : parsed.GetValue(_speed);
        var seed = parsed.GetValue(_seed) ?? time.GetUtcNow().Ticks % 1_000_000_000;
        var plans = Plan(parsed, seed, speed, time);
        Terminal.Error.WriteLine(
            Text(
                $"Seed {seed}, start {plans[0].Start:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}: {Wording.Count(plans.Count, "call")}."
            )
        );

        var batches = Workforce.Play(plans);
        var disorder = new DisorderSettings(parsed.GetValue(_lost), parsed.GetValue(_repeated), parsed.GetValue(_late));
        if (disorder.Any)
        {
            var random = new SeededRandom(unchecked((ulong)seed)).Fork("disorder");
            batches = BatchDisorder.Apply(batches, disorder, random);
        }

        var paced = Pacing.ApplyAsync(batches, speed, time, cancellation);
        return parsed.GetValue(_out) is { } file
            ? await WriteAsync(paced, file, cancellation)
            : await SendAsync(parsed, paced, plans, cancellation);
    }

    private IReadOnlyList<CallPlan> Plan(ParseResult parsed, long seed, Speed speed, TimeProvider time)
    {
        var kinds = parsed.GetValue(_kinds) ?? [];
        var settings = new WorkforceSettings
        {
            Agents = parsed.GetValue(_agents),
            Calls = parsed.GetValue(_calls),
            Seed = seed,
            Start = DateTimeOffset.UnixEpoch,
            Profiles =
                kinds.Length == 0 ? CallProfiles.All : [.. kinds.Distinct().Select(kind => CallProfiles.Find(kind)!)],
            Connected = parsed.GetValue(_duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        // How long a run is does not depend on when it begins.
        var length = Workforce.Plan(settings).Max(plan => plan.LatestEnd) - settings.Start;
        var start = parsed.GetValue(_start) ?? speed.StartFor(length, time.GetUtcNow());
        return Workforce.Plan(settings with { Start = start.ToUniversalTime() });
    }

    private async Task<int> SendAsync(
        ParseResult parsed,
        IAsyncEnumerable<Batch> batches,
        IReadOnlyList<CallPlan> plans,
        CancellationToken cancellation
    )
    {
        var run = new SendRun(
            parsed.GetRequiredValue(_server),
            SharedOptions.KeyOf(parsed, _key),
            parsed.GetValue(_concurrency),
            TimeProvider.System
        );
        var outcome = await run.SendAsync(
            Wording.Count(plans.Count, "call"),
            plans.Sum(Batches),
            batches,
            cancellation
        );
        return outcome.Report(parsed.GetValue(_json), plans.Count);
    }

    private static async Task<int> WriteAsync(
        IAsyncEnumerable<Batch> batches,
        string file,
        CancellationToken cancellation
    )
    {
        await using var stream = file == "-" ? Console.OpenStandardOutput() : File.Create(file);
        await using var buffered = new BufferedStream(stream, 64 * 1024);
        var count = 0L;
        await foreach (var batch in batches)
        {
            await buffered.WriteAsync(BatchWriter.ToUtf8(batch), cancellation);
            buffered.WriteByte((byte)'\n');
            count++;
        }

        Terminal.Error.WriteLine(
            Text($"{Wording.Count(count, "batch", "batches")} written to {(file == "-" ? "standard output" : file)}.")
        );
        return ExitCode.Ok;
    }

    /// <summary>How many batches a call makes, nearly: enough for a progress bar.</summary>
    private static long Batches(CallPlan plan) => 1 + ((long)(plan.LatestEnd - plan.Start).TotalSeconds / 10);

    private static Option<double> Share(string name, string description)
    {
        var option = new Option<double>(name) { HelpName = "SHARE", Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
            {
                result.AddError($"{name} must be between 0 and 1.");
            }
        });
        return option;
    }

    private static Speed ParseSpeed(ArgumentResult result)
    {
        if (!Speed.TryParse(result.Tokens[0].Value, out var speed))
        {
            result.AddError($"'{result.Tokens[0].Value}' is no speed; it is realtime, max, or a factor such as 20x.");
        }

        return speed;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
