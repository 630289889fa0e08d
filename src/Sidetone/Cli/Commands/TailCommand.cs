using System.CommandLine;
using Sidetone.Importing;
using Sidetone.Simulation;
using Sidetone.Tailing;

namespace Sidetone.Cli.Commands;

/// <summary><c>tail</c>: follows a server's events.</summary>
internal static class TailCommand
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var server = SharedOptions.Server();
        var key = SharedOptions.Key("A read or admin key");
        var after = new Option<string?>("--after")
        {
            HelpName = "ID",
            Description = "Begin after the event at this place in the stream; 0 begins with the oldest that is kept.",
        };
        var types = new Option<string[]>("--detail-type")
        {
            HelpName = "TYPE",
            Description = "Show only events of this type, such as CallSummary. May be given several times.",
        };
        var json = SharedOptions.Json("Print the events themselves, one line of JSON each.");
        var command = new Command("tail", "Follow a server's events as they happen. Ctrl-C stops.")
        {
            server,
            key,
            after,
            types,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new TailSettings
                    {
                        Server = parsed.GetRequiredValue(server),
                        Key = SharedOptions.KeyOf(parsed, key),
                        After = parsed.GetValue(after),
                        DetailTypes = parsed.GetValue(types) ?? [],
                        Json = parsed.GetValue(json),
                    },
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(TailSettings settings, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var delays = new RetryDelays(s_firstDelay, s_longestDelay, SeededRandom.FromClock(time));
        using var stream = new EventStream(settings.Server, settings.Key, settings.After, delays, time)
        {
            OnConnected = () => Terminal.Error.WriteLine($"Following {settings.Server}. Ctrl-C stops."),
            OnBroken = (reason, delay) =>
                Terminal.Error.WriteLine($"{reason} Connecting again in {delay.TotalSeconds:0.0} s."),
        };
        var readings = new EventReadings();
        try
        {
            await foreach (var streamed in stream.FollowAsync(cancellation))
            {
                Show(streamed, readings.Read(streamed.Json), settings);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping is how following ends.
        }

        return ExitCode.Ok;
    }

    private static void Show(StreamedEvent streamed, EventReading reading, TailSettings settings)
    {
        if (
            settings.DetailTypes.Length > 0
            && !settings.DetailTypes.Contains(reading.DetailType, StringComparer.Ordinal)
        )
        {
            return;
        }

        if (settings.Json)
        {
            Terminal.Out.WriteLine(streamed.Json);
        }
        else
        {
            reading.ShowOn(Terminal.Results);
        }

        Terminal.Out.Flush();
    }

    private sealed record TailSettings
    {
        public required Uri Server { get; init; }
        public required string Key { get; init; }
        public required string? After { get; init; }
        public required string[] DetailTypes { get; init; }
        public required bool Json { get; init; }
    }
}
