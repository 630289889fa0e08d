using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Groups;
using Sidetone.Groups.BusKeys;
using Sidetone.Tailing;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Buses;

/// <summary><c>bus key</c>: access keys for AWS tools and SDKs. A running server follows within seconds.</summary>
internal static class BusKeyCommand
{
    public static Command Create() =>
        new("key", "List, make and revoke a group's access keys for AWS tools.") { CreateKey(), List(), Revoke() };

    private static Command CreateKey()
    {
        var group = StoreCommand.Group();
        var label = new Option<string>("--label")
        {
            HelpName = "TEXT",
            Description = "What people call the key.",
            DefaultValueFactory = _ => "",
        };
        return StoreCommand.Create(
            "create",
            "Make an access key; its secret is shown this once.",
            [group, label],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                Print(
                    await StoreOf(store).CreateAsync(found, parsed.GetRequiredValue(label), store.Cancellation),
                    store.Json
                );
            }
        );
    }

    private static Command List()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "list",
            "List a group's access keys; the secrets are not shown again.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                Print(await StoreOf(store).ListAsync(found.Id, store.Cancellation), store.Json);
            }
        );
    }

    private static Command Revoke()
    {
        var group = StoreCommand.Group();
        var key = new Argument<string>("KEY-ID") { Description = "The access key id." };
        return StoreCommand.Create(
            "revoke",
            "Revoke an access key for good.",
            [group, key],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var id = parsed.GetRequiredValue(key);
                await StoreOf(store).RevokeAsync(found.Id, id, store.Cancellation);
                Terminal.Error.WriteLine($"Key {id} is revoked; running servers refuse it within seconds.");
            }
        );
    }

    private static BusKeyStore StoreOf(StoreSession store) =>
        new(store.Database, BusSession.BoxOf(store), TimeProvider.System);

    private static void Print(CreatedBusKey created, bool json)
    {
        if (json)
        {
            var line = Json(created.Key);
            line["secretAccessKey"] = created.Secret;
            Terminal.Out.WriteLine(line.ToJsonString(JsonText.Plain));
            return;
        }

        Terminal.Out.WriteLine($"AWS_ACCESS_KEY_ID={created.Key.Id}");
        Terminal.Out.WriteLine($"AWS_SECRET_ACCESS_KEY={created.Secret}");
        Terminal.Error.WriteLine("The secret is shown this once.");
    }

    private static void Print(List<BusKey> keys, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(new JsonArray([.. keys.Select(Json)]).ToJsonString(JsonText.Plain));
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("Access key id", "Label", "Made", "Revoked");
        foreach (var key in keys)
        {
            table.AddRow(
                key.Id,
                Markup.Escape(key.Label),
                Wording.Instant(key.CreatedAt),
                key.RevokedAt is { } revoked ? Wording.Instant(revoked) : ""
            );
        }

        Terminal.Results.Write(table);
    }

    private static JsonObject Json(BusKey key) =>
        new()
        {
            ["accessKeyId"] = key.Id,
            ["label"] = key.Label,
            ["createdAt"] = Wording.Instant(key.CreatedAt),
            ["revokedAt"] = key.RevokedAt is { } revoked ? Wording.Instant(revoked) : null,
        };
}
