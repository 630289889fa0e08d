using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidetone.Cli.Commands.Buses;

/// <summary><c>bus put</c>: puts events from a file, as many as there are.</summary>
internal static class BusPutCommand
{
    private const int BatchMax = 10;

    public static Command Create()
    {
        var group = StoreCommand.Group();
        var region = BusSession.Region();
        var file = new Option<string>("--file")
        {
            HelpName = "EVENTS",
            Description =
                "A JSON array of entries, or one entry per line, as PutEvents takes them: Source, DetailType, Detail, "
                + "EventBusName. A Detail may be an object.",
            Required = true,
        };
        return StoreCommand.Create(
            "put",
            "Put events from a file.",
            [group, file, region],
            async (parsed, store) =>
            {
                var session = await BusSession.OpenAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(region)
                );
                var entries = await ReadAsync(parsed.GetRequiredValue(file), store.Cancellation);
                var refused = await PutAsync(session, entries);
                foreach (var (place, reason) in refused)
                {
                    Terminal.Error.WriteLine($"Event {place + 1} is refused: {reason}");
                }

                var result = new JsonObject { ["put"] = entries.Count - refused.Count, ["refused"] = refused.Count };
                Terminal.Out.WriteLine(
                    store.Json ? result.ToJsonString(JsonText.Plain) : $"{entries.Count - refused.Count} events put."
                );
                if (refused.Count > 0)
                {
                    throw new CommandFailure($"{refused.Count} of {entries.Count} events are refused.");
                }
            }
        );
    }

    private static async Task<List<(int Place, string Reason)>> PutAsync(BusSession session, List<JsonObject> entries)
    {
        var refused = new List<(int, string)>();
        for (var at = 0; at < entries.Count; at += BatchMax)
        {
            JsonArray batch = [.. entries.Skip(at).Take(BatchMax)];
            refused.AddRange((await session.PutAsync(batch)).Select(one => (at + one.Place, one.Reason)));
        }

        return refused;
    }

    private static async Task<List<JsonObject>> ReadAsync(string file, CancellationToken cancellation)
    {
        var text = await File.ReadAllTextAsync(file, cancellation);
        try
        {
            IEnumerable<JsonNode?> entries = text.TrimStart().StartsWith('[')
                ? JsonNode.Parse(text)!.AsArray()
                : text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(static line => JsonNode.Parse(line));
            return [.. entries.Select(Entry)];
        }
        catch (JsonException wrong)
        {
            throw new CommandFailure($"{file}: {wrong.Message}");
        }
    }

    private static JsonObject Entry(JsonNode? node, int place)
    {
        if (node?.DeepClone() is not JsonObject entry)
        {
            throw new CommandFailure($"Event {place + 1} is not a JSON object.");
        }

        if (entry["Detail"] is JsonObject detail)
        {
            entry["Detail"] = detail.ToJsonString();
        }

        return entry;
    }
}
