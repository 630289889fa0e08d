using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidetone.Tests.EventBridge;

/// <summary>What a receiver answers when it is asked about buses and partner event sources.</summary>
internal static class PartnerSources
{
    public static (int Status, string Body) Answer(
        EventBridgeReceiver receiver,
        string operation,
        JsonElement parameters
    )
    {
        var name = Text(parameters, "Name") ?? Text(parameters, "EventSourceName") ?? "";
        var account = Text(parameters, "Account") ?? "";
        switch (operation)
        {
            case "DescribeEventBus":
                var bus = name.Split('/')[^1];
                return receiver.Buses.ContainsKey(bus)
                    ? Good(
                        new JsonObject
                        {
                            ["Name"] = bus,
                            ["Arn"] = $"arn:aws:events:eu-central-1:123456789012:event-bus/{bus}",
                        }
                    )
                    : Bad("ResourceNotFoundException", $"Event bus {bus} does not exist.");
            case "CreatePartnerEventSource":
                return receiver.Sources.TryAdd((name, account), "PENDING")
                    ? Good(new JsonObject { ["EventSourceArn"] = Arn(name) })
                    : Bad("ResourceAlreadyExistsException", $"PartnerEventSource {name} already exists.");
            case "DescribePartnerEventSource":
                return receiver.Sources.Keys.Any(key => key.Name == name)
                    ? Good(new JsonObject { ["Arn"] = Arn(name), ["Name"] = name })
                    : Bad("ResourceNotFoundException", $"PartnerEventSource {name} does not exist.");
            case "DeletePartnerEventSource":
                receiver.Sources.TryRemove((name, account), out _);
                return Good([]);
            case "ListPartnerEventSourceAccounts":
                // One account a page, so that whoever does not turn the page sees only the first.
                var all = receiver
                    .Sources.Where(each => each.Key.Name == name)
                    .OrderBy(each => each.Key.Account)
                    .ToArray();
                if (all.Length == 0)
                {
                    return Bad("ResourceNotFoundException", $"PartnerEventSource {name} does not exist.");
                }

                var place = int.Parse(Text(parameters, "NextToken") ?? "0", null);
                var page = new JsonArray([
                    .. all.Skip(place)
                        .Take(1)
                        .Select(each =>
                            (JsonNode)
                                new JsonObject
                                {
                                    ["Account"] = each.Key.Account,
                                    ["State"] = each.Value,
                                    ["CreationTime"] = 1_790_000_000.25,
                                    ["ExpirationTime"] = 1_791_000_000,
                                }
                        ),
                ]);
                var answer = new JsonObject { ["PartnerEventSourceAccounts"] = page };
                if (place + 1 < all.Length)
                {
                    answer["NextToken"] = $"{place + 1}";
                }

                return Good(answer);
            default:
                return Bad("UnknownOperationException", operation);
        }
    }

    private static string Arn(string name) => $"arn:aws:events:eu-central-1::event-source/{name}";

    private static (int, string) Good(JsonObject answer) => (200, answer.ToJsonString());

    private static (int, string) Bad(string code, string message) =>
        (400, new JsonObject { ["__type"] = code, ["message"] = message }.ToJsonString());

    private static string? Text(JsonElement parameters, string name) =>
        parameters.TryGetProperty(name, out var value) ? value.GetString() : null;
}
