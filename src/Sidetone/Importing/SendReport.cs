using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sidetone.Cli;
using Sidetone.Tailing;

namespace Sidetone.Importing;

/// <summary>What a run of sending came to.</summary>
internal sealed record SendReport(SendTally Tally, TimeSpan Took)
{
    /// <summary>Prints the outcome on standard output and reasons for failure on standard error; returns the exit code.</summary>
    public int Report(bool asJson, int calls)
    {
        foreach (var reason in Tally.Reasons)
        {
            Terminal.Error.WriteLine(reason);
        }

        Terminal.Out.WriteLine(asJson ? Json(calls) : Sentence(calls));
        return Tally.IsComplete ? ExitCode.Ok : ExitCode.Failure;
    }

    private string Sentence(int calls)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Wording.Count(calls, "call")}, {Wording.Count(Tally.Accepted, "batch", "batches")} accepted ({Tally.Bytes / 1024.0:0} KB compressed) in {Took.TotalSeconds:0.0} s"
        );
        text += Tally.Retries > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Tally.Retries} tried again") : "";
        text += Tally.Refused > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Tally.Refused} refused") : "";
        text += Tally.GivenUp > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Tally.GivenUp} given up") : "";
        return text + ".";
    }

    private string Json(int calls) =>
        JsonSerializer.Serialize(
            new SendReportLine
            {
                Calls = calls,
                Accepted = Tally.Accepted,
                Refused = Tally.Refused,
                GivenUp = Tally.GivenUp,
                Retries = Tally.Retries,
                Bytes = Tally.Bytes,
                Seconds = Math.Round(Took.TotalSeconds, 3),
                Reasons = Tally.Reasons,
            },
            SendReportJson.Default.SendReportLine
        );
}

/// <summary>The outcome as a script reads it.</summary>
internal sealed record SendReportLine
{
    public required int Calls { get; init; }
    public required long Accepted { get; init; }
    public required long Refused { get; init; }
    public required long GivenUp { get; init; }
    public required long Retries { get; init; }
    public required long Bytes { get; init; }
    public required double Seconds { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SendReportLine))]
internal sealed partial class SendReportJson : JsonSerializerContext;
