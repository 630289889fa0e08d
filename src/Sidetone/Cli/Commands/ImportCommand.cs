using System.CommandLine;
using Sidetone.Importing;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Cli.Commands;

/// <summary><c>import</c>: sends recordings through a server's intake as calls.</summary>
internal sealed class ImportCommand
{
    /// <summary>As many as a page sends at once.</summary>
    private const int SamplesPerBatch = 10;

    private readonly Option<Uri> _server = SharedOptions.Server();
    private readonly Option<string> _key = SharedOptions.Key("An ingest key");
    private readonly Option<int> _concurrency = SharedOptions.Count(
        "--concurrency",
        "Requests at the same time.",
        usual: 4
    );
    private readonly Option<bool> _json = SharedOptions.Json("Print the outcome as JSON.");

    private readonly Argument<FileInfo[]> _files = new("FILE")
    {
        Description = "Recordings: webrtc-internals dumps, rtcstats dumps or our own JSON Lines, plain or gzipped.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _agent = new("--agent")
    {
        HelpName = "NAME",
        Description = "The agent's user name.",
        DefaultValueFactory = _ => "recording",
    };

    private readonly Option<string?> _contactId = new("--contact-id")
    {
        HelpName = "ID",
        Description = "The contact's id, for a single file. If absent, ids are derived from each file's content.",
    };

    private ImportCommand() => _files.AcceptExistingOnly();

    public static Command Create()
    {
        var import = new ImportCommand();
        var command = new Command(
            "import",
            "Send recordings through a server's intake, each file as one call. Importing a file again changes nothing."
        )
        {
            import._files,
            import._server,
            import._key,
            import._agent,
            import._contactId,
            import._concurrency,
            import._json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(import._contactId) is not null && result.GetValue(import._files) is { Length: > 1 })
            {
                result.AddError("--contact-id names one call; give one file with it.");
            }
        });
        command.SetAction(import.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = new RecordingOptions
        {
            ContactId = parsed.GetValue(_contactId),
            Agent = parsed.GetRequiredValue(_agent),
        };
        // All files are read before anything is sent: a file that is no recording should not leave half an import.
        var files = parsed.GetRequiredValue(_files);
        var batches = new List<Batch>();
        foreach (var file in files)
        {
            var recording = RecordingFile.Read(file, options);
            foreach (var leftOut in recording.LeftOut)
            {
                Terminal.Error.WriteLine($"{file.Name}: left out: {leftOut}");
            }

            batches.AddRange(BatchSplitter.Split(recording.Batch, SamplesPerBatch));
        }

        var run = new SendRun(
            parsed.GetRequiredValue(_server),
            SharedOptions.KeyOf(parsed, _key),
            parsed.GetValue(_concurrency),
            TimeProvider.System
        );
        var title = files.Length == 1 ? files[0].Name : $"{files.Length} recordings";
        var report = await run.SendAsync(title, batches.Count, batches.ToAsyncEnumerable(), cancellation);
        return report.Report(parsed.GetValue(_json), files.Length);
    }
}
