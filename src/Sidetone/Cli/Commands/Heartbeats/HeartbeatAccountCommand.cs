using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat.Accounts;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat account</c>: how diallers and receivers are known to SIP servers.</summary>
internal static class HeartbeatAccountCommand
{
    private const string PasswordVariable = "SIDETONE_SIP_PASSWORD";

    public static Command Create() =>
        new("account", "SIP accounts of a group: those that dial, and those as which virtual receivers register.")
        {
            Put(),
            List(),
            Remove(),
        };

    private static Command Put()
    {
        var group = StoreCommand.Group();
        var name = Name();
        var server = new Option<string>("--server")
        {
            HelpName = "HOST[:PORT]",
            Description = "The SIP server.",
            Required = true,
        };
        var user = new Option<string>("--user")
        {
            HelpName = "USER",
            Description = "The user of its address.",
            Required = true,
        };
        var password = new Option<string?>("--password")
        {
            HelpName = "TEXT",
            Description =
                $"Also taken from {PasswordVariable}, which other users of the machine cannot see. Stored encrypted.",
        };
        var transport = new Option<string>("--transport") { DefaultValueFactory = _ => "udp" };
        transport.AcceptOnlyFromAmong("udp", "tcp", "tls");
        var domain = new Option<string?>("--domain")
        {
            HelpName = "NAME",
            Description = "The domain of its address; the server's when absent.",
        };
        var auth = new Option<string?>("--auth-user")
        {
            HelpName = "USER",
            Description = "The user that signs in, when it is another one.",
        };
        return StoreCommand.Create(
            "put",
            "Add an account, or replace the one with its name; without a password the stored one stays.",
            [group, name, server, user, password, transport, domain, auth],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var json = new JsonObject
                {
                    ["name"] = parsed.GetRequiredValue(name),
                    ["server"] = parsed.GetRequiredValue(server),
                    ["user"] = parsed.GetRequiredValue(user),
                    ["transport"] = parsed.GetRequiredValue(transport),
                    ["domain"] = parsed.GetValue(domain),
                    ["authUser"] = parsed.GetValue(auth),
                    ["password"] = parsed.GetValue(password) ?? Environment.GetEnvironmentVariable(PasswordVariable),
                };
                var account = SipAccount.Parse(json.ToJsonString());
                await store.Accounts().PutAsync(found.Id, account, store.Cancellation);
                if (store.Json)
                {
                    StoredHeartbeats.Print(account.ToJson());
                }
                else
                {
                    Terminal.Error.WriteLine(
                        $"Group {found.Name} has the account {account.Name}: {account.User}@{account.Domain}."
                    );
                }
            }
        );
    }

    private static Command List()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "list",
            "List a group's accounts; passwords are not shown.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var all = await store.Accounts().ListAsync(found.Id, store.Cancellation);
                if (store.Json)
                {
                    StoredHeartbeats.Print(new JsonArray([.. all.Select(account => account.ToJson())]));
                    return;
                }

                var table = new Table().Border(TableBorder.Minimal).AddColumns("Name", "Address", "Server");
                foreach (var account in all)
                {
                    table.AddRow(
                        new Text(account.Name),
                        new Text($"{account.User}@{account.Domain}"),
                        new Text($"{account.Server} ({account.Transport})")
                    );
                }

                Terminal.Results.Write(table);
            }
        );
    }

    private static Command Remove()
    {
        var group = StoreCommand.Group();
        var name = Name();
        return StoreCommand.Create(
            "remove",
            "Remove an account.",
            [group, name],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var account = parsed.GetRequiredValue(name);
                if (!await store.Accounts().RemoveAsync(found.Id, account, store.Cancellation))
                {
                    throw new CommandFailure($"Group '{found.Name}' has no account '{account}'.");
                }
            }
        );
    }

    private static Argument<string> Name() => new("NAME") { Description = "The account's name." };
}
