using System.CommandLine;
using System.Globalization;
using Sidetone.Calls;
using Sidetone.Calls.Quality;
using Sidetone.Catalog;
using Sidetone.Importing;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Cli.Commands;

/// <summary><c>summarize</c>: a recording's catalog events, without a server.</summary>
internal static class SummarizeCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "A webrtc-internals dump, an rtcstats dump or our own JSON Lines, plain or gzipped.",
        };
        file.AcceptExistingOnly();
        var contactId = new Option<string?>("--contact-id")
        {
            HelpName = "ID",
            Description = "The contact's id. If absent, one is derived from the file's content.",
        };
        var agent = new Option<string>("--agent")
        {
            HelpName = "NAME",
            Description = "The agent's user name.",
            DefaultValueFactory = _ => "",
        };
        var connection = new Option<string?>("--connection")
        {
            HelpName = "ID",
            Description = "Summarise this connection alone; their ids are printed on standard error.",
        };
        var profile = new Option<string>("--profile")
        {
            Description = "The keys of the CallSummary: the published catalog's, or those observed later.",
            DefaultValueFactory = _ => "2023",
        };
        profile.AcceptOnlyFromAmong("2023", "2025");
        var formula = new Option<string>("--formula")
        {
            Description = "The formula of mean opinion scores.",
            DefaultValueFactory = _ => MosFormula.Default.Name,
        };
        formula.AcceptOnlyFromAmong([.. MosFormula.All.Select(known => known.Name)]);
        var command = new Command(
            "summarize",
            "Print a recorded call's catalog events, one line of JSON each. Needs no server; the same file gives the same bytes."
        )
        {
            file,
            contactId,
            agent,
            connection,
            profile,
            formula,
        };
        command.SetAction(parsed =>
        {
            var recording = RecordingFile.Read(
                parsed.GetRequiredValue(file),
                new RecordingOptions
                {
                    ContactId = parsed.GetValue(contactId),
                    Agent = parsed.GetRequiredValue(agent),
                    Connection = parsed.GetValue(connection),
                }
            );
            Describe(recording);
            Print(
                RecordingSummary.Events(
                    recording,
                    new CallSettings { MosFormula = parsed.GetRequiredValue(formula) },
                    parsed.GetRequiredValue(profile) == "2025" ? CatalogProfile.V2025 : CatalogProfile.V2023
                )
            );
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Describe(Recording recording)
    {
        Terminal.Error.WriteLine($"{recording.Format}, {recording.Connections.Count} connection(s):");
        foreach (var connection in recording.Connections)
        {
            Terminal.Error.WriteLine($"  {Line(connection)}");
        }

        foreach (var leftOut in recording.LeftOut)
        {
            Terminal.Error.WriteLine($"Left out: {leftOut}");
        }
    }

    private static string Line(RecordedConnection connection)
    {
        var seconds = (connection.Last - connection.First ?? 0) / 1000.0;
        string[] states = [connection.IceState, connection.ConnectionState];
        var state = states.LastOrDefault(known => known.Length > 0) ?? "no state";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{connection.Id}: {seconds:0.#} s, {connection.AudioStreams} audio streams with {connection.AudioSamples} samples, {state}"
        );
    }

    private static void Print(IEnumerable<byte[]> events)
    {
        using var output = Console.OpenStandardOutput();
        foreach (var line in events)
        {
            output.Write(line);
            output.WriteByte((byte)'\n');
        }
    }
}
