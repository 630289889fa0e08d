using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Catalog;
using Sidetone.Checking;

namespace Sidetone.Cli.Commands;

/// <summary><c>catalog</c>: checks events against the catalog, and writes its schemas.</summary>
internal static class CatalogCommand
{
    public static Command Create() =>
        new("catalog", "Check events against the published catalog, and write its schemas.") { Check(), Schema() };

    private static Command Check()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "One event, a list of them, or one on each line (JSON Lines).",
        };
        file.AcceptExistingOnly();
        var strict = new Option<bool>("--strict") { Description = "Fail on notes, too, not only on errors." };
        var json = SharedOptions.Json("Print one line of JSON for each event.");
        var command = new Command(
            "check",
            "Say what each event in a file is, and where it departs from the catalog: an error is what its consumers would "
                + "break on, a note what published events do as well. Fails on errors."
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
                    var report = CatalogCheck.Check(found);
                    Print(place, report, parsed.GetValue(json));
                    failed |= !report.Conforms || (parsed.GetValue(strict) && report.Departures.Count > 0);
                }

                return failed ? ExitCode.Failure : ExitCode.Ok;
            }
        );
        return command;
    }

    private static Command Schema()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Where to write; made when absent." };
        var command = new Command(
            "schema",
            "Write the schemas of the five events, as JSON Schema draft 4 and as OpenAPI 3, as schema registries take them."
        )
        {
            folder,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var target = parsed.GetRequiredValue(folder);
                target.Create();
                foreach (var (name, schema) in SchemaFiles.All())
                {
                    var path = Path.Combine(target.FullName, name);
                    await File.WriteAllTextAsync(path, schema, cancellation);
                    Terminal.Out.WriteLine(path);
                }

                return ExitCode.Ok;
            }
        );
        return command;
    }

    private static void Print(string place, ConformanceReport report, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(Json(place, report).ToJsonString(JsonText.Plain));
            return;
        }

        var verdict = report switch
        {
            { Departures.Count: 0 } => "as the catalog has it",
            { Conforms: true } => "with notes",
            _ => "with errors",
        };
        Terminal.Out.WriteLine($"{place}: {What(report)}, {verdict}");
        foreach (var departure in report.Departures)
        {
            Terminal.Out.WriteLine($"  {departure}");
        }
    }

    private static string What(ConformanceReport report) =>
        report switch
        {
            { DetailType: null } => "no event of the catalog",
            { IsBareList: true } => $"{report.DetailType} as a webhook's bare list",
            { DetailType: DetailTypes.CallSummary } => $"{report.DetailType} with the keys of {Name(report.Profile)}",
            _ => report.DetailType,
        };

    private static string? Name(CatalogProfile? profile) =>
        profile switch
        {
            CatalogProfile.V2023 => "2023",
            CatalogProfile.V2025 => "2025",
            _ => null,
        };

    private static JsonObject Json(string place, ConformanceReport report) =>
        new()
        {
            ["place"] = place,
            ["detailType"] = report.DetailType,
            ["profile"] = Name(report.Profile),
            ["conforms"] = report.Conforms,
            ["departures"] = new JsonArray([
                .. report.Departures.Select(departure =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["severity"] = Camel($"{departure.Severity}"),
                            ["kind"] = Camel($"{departure.Kind}"),
                            ["path"] = departure.Path,
                            ["found"] = departure.Found,
                            ["expected"] = departure.Expected,
                        }
                ),
            ]),
        };

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
