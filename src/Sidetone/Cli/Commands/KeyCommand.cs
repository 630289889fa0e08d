using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Groups;
using Sidetone.Tailing;
using Spectre.Console;

namespace Sidetone.Cli.Commands;

/// <summary><c>key</c>: lists, makes, rotates and revokes a group's keys. A running server follows within seconds.</summary>
internal static class KeyCommand
{
    public static Command Create() =>
        new("key", "List, make, rotate and revoke a group's keys. A running server follows within seconds.")
        {
            ListKeys(),
            CreateKey(),
            RotateKey(),
            RevokeKey(),
        };

    private static Command ListKeys()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "list",
            "List a group's keys by their ids; the keys themselves are not stored.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                Print(await store.Keys.ListAsync(found.Id, store.Cancellation), store.Json);
            }
        );
    }

    private static Command CreateKey()
    {
        var group = StoreCommand.Group();
        var role = new Option<string>("--role")
        {
            Description =
                "ingest sends telemetry and reads nothing; read reads events and calls; admin may do everything.",
            Required = true,
        };
        role.AcceptOnlyFromAmong("ingest", "read", "admin");
        var label = new Option<string>("--label")
        {
            HelpName = "TEXT",
            Description = "What people call the key.",
            DefaultValueFactory = _ => "",
        };
        return StoreCommand.Create(
            "create",
            "Make a key; it is shown this once.",
            [group, role, label],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var created = await store.Keys.CreateAsync(
                    found.Id,
                    KeyToken.RoleOf(parsed.GetRequiredValue(role)),
                    parsed.GetRequiredValue(label),
                    store.Cancellation
                );
                Print(created, store.Json);
            }
        );
    }

    private static Command RotateKey()
    {
        var group = StoreCommand.Group();
        var key = KeyId();
        var grace = new Option<double>("--grace")
        {
            HelpName = "SECONDS",
            Description = "How long the old key goes on working.",
            DefaultValueFactory = _ => 0,
        };
        return StoreCommand.Create(
            "rotate",
            "Make a key of the same role and revoke the old one.",
            [group, key, grace],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var created = await store.Keys.RotateAsync(
                    found.Id,
                    parsed.GetRequiredValue(key),
                    TimeSpan.FromSeconds(parsed.GetValue(grace)),
                    store.Cancellation
                );
                Print(created, store.Json);
            }
        );
    }

    private static Command RevokeKey()
    {
        var group = StoreCommand.Group();
        var key = KeyId();
        return StoreCommand.Create(
            "revoke",
            "Revoke a key for good.",
            [group, key],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var id = parsed.GetRequiredValue(key);
                await store.Keys.RevokeAsync(found.Id, id, store.Cancellation);
                Terminal.Error.WriteLine($"Key {id} is revoked; running servers refuse it within seconds.");
            }
        );
    }

    private static Argument<string> KeyId() => new("KEY-ID") { Description = "The key's id, as 'key list' shows it." };

    private static void Print(CreatedKey created, bool json)
    {
        if (json)
        {
            var line = Json(created.Key);
            line["key"] = created.Token;
            Terminal.Out.WriteLine(line.ToJsonString(JsonText.Plain));
            return;
        }

        Terminal.Out.WriteLine(created.Token);
        Terminal.Error.WriteLine($"Key {created.Key.Id} is shown this once; only its hash is stored.");
    }

    private static void Print(List<AccessKey> keys, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(new JsonArray([.. keys.Select(Json)]).ToJsonString(JsonText.Plain));
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("Id", "Role", "Label", "Made", "Revoked");
        foreach (var key in keys)
        {
            table.AddRow(
                key.Id,
                KeyToken.NameOf(key.Role),
                Markup.Escape(key.Label),
                Wording.Instant(key.CreatedAt),
                key.RevokedAt is { } revoked ? Wording.Instant(revoked) : ""
            );
        }

        Terminal.Results.Write(table);
    }

    private static JsonObject Json(AccessKey key) =>
        new()
        {
            ["keyId"] = key.Id,
            ["role"] = KeyToken.NameOf(key.Role),
            ["label"] = key.Label,
            ["createdAt"] = Wording.Instant(key.CreatedAt),
            ["revokedAt"] = key.RevokedAt is { } revoked ? Wording.Instant(revoked) : null,
        };
}
