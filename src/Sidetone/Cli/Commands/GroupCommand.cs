using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Groups;
using Spectre.Console;

namespace Sidetone.Cli.Commands;

/// <summary><c>group</c>: makes groups, shows and changes them, in the store of a server that may be running.</summary>
internal static class GroupCommand
{
    public static Command Create() =>
        new("group", "Make, show and change groups: a group has its own keys, calls, settings and events.")
        {
            CreateGroup(),
            ListGroups(),
            ShowGroup(),
            SetGroup(),
        };

    private static Command CreateGroup()
    {
        var name = new Argument<string>("NAME") { Description = "What people call it." };
        var account = new Option<string>("--account")
        {
            HelpName = "DIGITS",
            Description = "The 12-digit account that its events carry.",
            DefaultValueFactory = _ => AccountGroup.DefaultAccount,
        };
        return StoreCommand.Create(
            "create",
            "Make a group with its first three keys, which are shown this once.",
            [name, account],
            async (parsed, store) =>
            {
                var created = await store.Groups.CreateAsync(
                    parsed.GetRequiredValue(name),
                    parsed.GetRequiredValue(account),
                    GroupSettings.Default,
                    store.Cancellation
                );
                PrintCreated(created, store.Json);
            }
        );
    }

    private static Command ListGroups() =>
        StoreCommand.Create(
            "list",
            "List all groups.",
            [],
            async (_, store) => PrintList(await store.Groups.ListAsync(store.Cancellation), store.Json)
        );

    private static Command ShowGroup()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "show",
            "Show a group and its settings.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                PrintSettings(found, await store.Groups.SettingsAsync(found.Id, store.Cancellation), store.Json);
            }
        );
    }

    private static Command SetGroup()
    {
        var group = StoreCommand.Group();
        var members = new Argument<string[]>("MEMBER=VALUE")
        {
            Description =
                "A setting and its new value, such as profile=2025 or retentionDays=30; the value is JSON, or plain text. "
                + "'sidetone group show' prints all of them.",
            Arity = ArgumentArity.OneOrMore,
        };
        return StoreCommand.Create(
            "set",
            "Change settings of a group; calls that close from then on follow them.",
            [group, members],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var changes = Changes(parsed.GetRequiredValue(members));
                var settings = await store.Groups.ChangeSettingsAsync(found.Id, changes, store.Cancellation);
                PrintSettings(found, settings, store.Json);
            }
        );
    }

    private static string Changes(IEnumerable<string> members)
    {
        var changes = new JsonObject();
        foreach (var member in members)
        {
            var equals = member.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new CommandFailure($"'{member}' does not look like MEMBER=VALUE.", ExitCode.Usage);
            }

            changes[member[..equals]] = Value(member[(equals + 1)..]);
        }

        return changes.ToJsonString();
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // A person writes region=eu, not region="eu".
            return JsonValue.Create(text);
        }
    }

    private static void PrintCreated(CreatedGroup created, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(
                new JsonObject
                {
                    ["groupId"] = created.Group.Id.ToString(),
                    ["name"] = created.Group.Name,
                    ["account"] = created.Group.Account,
                    ["ingestKey"] = created.IngestKey,
                    ["readKey"] = created.ReadKey,
                    ["adminKey"] = created.AdminKey,
                }.ToJsonString(JsonText.Plain)
            );
            return;
        }

        Terminal.Out.WriteLine($"Group {created.Group.Name}, {created.Group.Id}, account {created.Group.Account}");
        Terminal.Out.WriteLine($"  ingest key  {created.IngestKey}   for pages and programs that send telemetry");
        Terminal.Out.WriteLine($"  read key    {created.ReadKey}   for reading events and calls");
        Terminal.Out.WriteLine($"  admin key   {created.AdminKey}   for everything within the group");
        Terminal.Error.WriteLine("The keys are shown this once; only their hashes are stored.");
    }

    private static void PrintList(List<AccountGroup> groups, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(new JsonArray([.. groups.Select(Json)]).ToJsonString(JsonText.Plain));
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("Name", "Id", "Account", "Made");
        foreach (var group in groups)
        {
            table.AddRow(Markup.Escape(group.Name), group.Id.ToString(), group.Account, Day(group.CreatedAt));
        }

        Terminal.Results.Write(table);
    }

    private static void PrintSettings(AccountGroup group, VersionedSettings settings, bool json)
    {
        var shown = Json(group);
        shown["settingsVersion"] = settings.Version;
        shown["settings"] = JsonNode.Parse(GroupSettingsJson.Write(settings.Settings));
        Terminal.Out.WriteLine(shown.ToJsonString(json ? JsonText.Plain : JsonText.Indented));
    }

    private static JsonObject Json(AccountGroup group) =>
        new()
        {
            ["groupId"] = group.Id.ToString(),
            ["name"] = group.Name,
            ["account"] = group.Account,
            ["createdAt"] = group.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
