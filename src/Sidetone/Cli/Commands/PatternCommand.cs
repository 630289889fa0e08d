using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidetone.PatternChecking;
using Sidetone.Patterns;
using Sidetone.Patterns.Explaining;

namespace Sidetone.Cli.Commands;

/// <summary><c>pattern</c>: tries event patterns on events, and checks them against recorded cases.</summary>
internal static class PatternCommand
{
    private static readonly JsonWriterOptions s_indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create() =>
        new("pattern", "Try event patterns on events, as rules of a bus use them.") { Test(), Explain(), Check() };

    private static Command Test()
    {
        var (pattern, @event) = (File("--pattern", "The event pattern."), File("--event", "The event."));
        var command = new Command("test", "Say whether an event matches a pattern. Fails when it does not.")
        {
            pattern,
            @event,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var found = await ExplainAsync(
                    parsed.GetRequiredValue(pattern),
                    parsed.GetRequiredValue(@event),
                    cancellation
                );
                Terminal.Out.WriteLine(found.Matches ? "match" : "no match");
                return found.Matches ? ExitCode.Ok : ExitCode.Failure;
            }
        );
        return command;
    }

    private static Command Explain()
    {
        var (pattern, @event) = (File("--pattern", "The event pattern."), File("--event", "The event."));
        var json = SharedOptions.Json("Print one JSON object.");
        var command = new Command("explain", "Say of each field of a pattern whether an event passes it, and why.")
        {
            pattern,
            @event,
            json,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var found = await ExplainAsync(
                    parsed.GetRequiredValue(pattern),
                    parsed.GetRequiredValue(@event),
                    cancellation
                );
                Terminal.Out.Write(parsed.GetValue(json) ? Json(found) : found.ToString());
                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static Command Check()
    {
        var files = new Argument<string[]>("CASES")
        {
            Description = "Files with one case on each line (JSON Lines); - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(
            "check",
            "Run cases that were recorded with Amazon EventBridge or its published matcher, and print each disagreement. "
                + "Fails when there is one."
        )
        {
            files,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var (agreed, run, leftOut) = (0, 0, 0);
                foreach (var file in parsed.GetRequiredValue(files))
                {
                    var number = 0;
                    await foreach (var line in InputFile.LinesAsync(file))
                    {
                        number++;
                        if (string.IsNullOrWhiteSpace(line))
                        {
                            continue;
                        }

                        var outcome = PatternCheck.Run(line, $"{file}:{number}");
                        run += outcome.IsLeftOut ? 0 : 1;
                        leftOut += outcome.IsLeftOut ? 1 : 0;
                        agreed += outcome.Agrees ? 1 : 0;
                        if (outcome.Disagreement is { } disagreement)
                        {
                            Terminal.Out.WriteLine($"{outcome.Id}: {disagreement}");
                        }
                    }
                }

                if (leftOut > 0)
                {
                    Terminal.Out.WriteLine(
                        $"{leftOut} left out: ruleOverriding is an option that patterns do not have"
                    );
                }

                Terminal.Out.WriteLine($"{agreed} of {run} agree");
                return agreed == run ? ExitCode.Ok : ExitCode.Failure;
            }
        );
        return command;
    }

    private static Option<string> File(string name, string description) =>
        new(name)
        {
            HelpName = "FILE",
            Description = description + " - is standard input.",
            Required = true,
        };

    private static async Task<PatternExplanation> ExplainAsync(
        string patternFile,
        string eventFile,
        CancellationToken cancellation
    )
    {
        try
        {
            var pattern = EventPattern.Parse(await InputFile.ReadAsync(patternFile, cancellation));
            return pattern.Explain(await InputFile.ReadAsync(eventFile, cancellation));
        }
        catch (PatternException fault)
        {
            throw new CommandFailure(fault.AwsMessage, ExitCode.Usage);
        }
        catch (EventFormatException fault)
        {
            throw new CommandFailure(fault.Message, ExitCode.Usage);
        }
    }

    private static string Json(PatternExplanation explanation)
    {
        using var content = new MemoryStream();
        using (var writer = new Utf8JsonWriter(content, s_indented))
        {
            explanation.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(content.ToArray()) + "\n";
    }
}
