using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Checking;

namespace Sidetone.Cli.Commands;

/// <summary><c>catalog</c>: checks events against the catalog, and writes its schemas.</summary>
internal static class CatalogCommand
{
    public static Command Create() =>
        new("catalog", "Check events against the published catalog, and write its schemas.") { Check() };

    private static Command Check()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "One event, a list of them, or one on each line (JSON Lines).",
        };
        file.AcceptExistingOnly();
        var strict = new Option<bool>("--strict")
        {
            Description = "Fail where an event departs from the catalog, too, not only where it is no event of it.",
        };
        var json = SharedOptions.Json("Print one line of JSON for each event.");
        var command = new Command(
            "check",
            "Say what each event in a file is, and where it departs from the catalog. Fails when one is no event of it."
        )
        {
            file,
            strict,
            json,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var content = await File.ReadAllBytesAsync(parsed.GetRequiredValue(file).FullName, cancellation);
                var failed = false;
                foreach (var (place, found) in EventFile.Split(content))
                {
                    var checkedEvent = CheckedEvent.Of(place, found);
                    Print(checkedEvent, parsed.GetValue(json));
                    failed |= checkedEvent.Problem is not null;
                    failed |= parsed.GetValue(strict) && checkedEvent.Departures.Count > 0;
                }

                return failed ? ExitCode.Failure : ExitCode.Ok;
            }
        );
        return command;
    }

    private static void Print(CheckedEvent found, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(Json(found).ToJsonString(JsonText.Plain));
            return;
        }

        if (found.Problem is { } problem)
        {
            Terminal.Out.WriteLine($"{found.Place}: no event of the catalog. {problem}");
            return;
        }

        var profile = found.Profile is null ? "" : $" with the keys of {found.Profile}";
        var count = found.Departures.Count;
        var verdict = count == 0 ? "as the catalog has it" : $"{count} departure{(count == 1 ? "" : "s")}";
        Terminal.Out.WriteLine($"{found.Place}: {found.DetailType}{profile}, {verdict}");
        foreach (var departure in found.Departures)
        {
            Terminal.Out.WriteLine($"  {departure.Path} {departure.Reason}");
        }
    }

    private static JsonObject Json(CheckedEvent found) =>
        new()
        {
            ["place"] = found.Place,
            ["detailType"] = found.DetailType,
            ["profile"] = found.Profile,
            ["problem"] = found.Problem,
            ["departures"] = new JsonArray([
                .. found.Departures.Select(departure =>
                    (JsonNode)new JsonObject { ["path"] = departure.Path, ["reason"] = departure.Reason }
                ),
            ]),
        };
}
