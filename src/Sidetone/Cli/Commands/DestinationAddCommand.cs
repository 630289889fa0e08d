using System.CommandLine;
using System.Security.Cryptography;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Files;
using Sidetone.Delivery.Webhooks;
using Sidetone.Groups;

namespace Sidetone.Cli.Commands;

/// <summary><c>destination add</c>: one more place where a group's events go.</summary>
internal static class DestinationAddCommand
{
    public static Command Create() =>
        new("add", "Send a group's events to one more place.")
        {
            DestinationAddEventBridgeCommand.Create(),
            Webhook(),
            File(),
        };

    /// <summary><c>--name</c>.</summary>
    public static Option<string> NameOption() =>
        new("--name")
        {
            HelpName = "NAME",
            Description = "What people call the destination.",
            Required = true,
        };

    /// <summary>Stores a destination that was made, and says so.</summary>
    /// <param name="store">The store.</param>
    /// <param name="groupName">The group's name or id.</param>
    /// <param name="name">What people call the destination.</param>
    /// <param name="fill">Makes it of the group and what destinations outside AWS have in common.</param>
    /// <param name="secret">What is shown once.</param>
    public static async Task AddAsync(
        StoreSession store,
        string groupName,
        string name,
        Func<DestinationRecord, DestinationRecord> fill,
        string? secret = null
    )
    {
        var group = await store.GroupAsync(groupName);
        DestinationRecord made;
        try
        {
            made = fill(PlaceOf(group, name));
        }
        catch (DestinationSettingsException wrong)
        {
            throw new CommandFailure(wrong.Message, ExitCode.Usage);
        }

        var all = await store.Destinations().ListAsync(group.Id, store.Cancellation);
        if (all.Any(each => each.Name == name))
        {
            throw new CommandFailure($"Group '{group.Name}' has a destination '{name}' already.");
        }

        await store.Destinations().PutAsync(made, store.Cancellation);
        var line = StoredDestinations.Json(made);
        if (secret is not null)
        {
            line["signingSecret"] = secret;
        }

        if (store.Json)
        {
            Terminal.Out.WriteLine(line.ToJsonString(JsonText.Plain));
            return;
        }

        Terminal.Error.WriteLine($"Group {group.Name} sends its events to {name}, too.");
        if (secret is not null)
        {
            Terminal.Out.WriteLine(secret);
            Terminal.Error.WriteLine("This signing secret is shown once; give it to the receiver.");
        }
    }

    private static Command File()
    {
        var group = StoreCommand.Group();
        var name = NameOption();
        var file = new Option<string>("--file")
        {
            HelpName = "NAME",
            Description = "The file's plain name; it stands in the server's events folder, in one folder per group.",
            DefaultValueFactory = _ => "events.jsonl",
        };
        return StoreCommand.Create(
            "file",
            "Write a group's events to a JSON Lines file on the server.",
            [group, name, file],
            (parsed, store) =>
                AddAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(name),
                    place => NewDestination.File(place, new FileSettings { Name = parsed.GetRequiredValue(file) })
                )
        );
    }

    private static Command Webhook()
    {
        var group = StoreCommand.Group();
        var name = NameOption();
        var url = new Option<string>("--url")
        {
            HelpName = "URL",
            Description = "Where to send. Private addresses are refused unless the server allows them.",
            Required = true,
        };
        var method = new Option<string>("--method") { DefaultValueFactory = _ => "POST" };
        method.AcceptOnlyFromAmong("POST", "PUT", "PATCH");
        var template = new Option<string?>("--template")
        {
            HelpName = "TEXT",
            Description = "The body, with {{path}} places such as {{detail.contact.id.current}}; else the whole event.",
        };
        var headers = new Option<string[]>("--header")
        {
            HelpName = "NAME:VALUE",
            Description = "A header of its own; may be given several times. Stored encrypted.",
            DefaultValueFactory = _ => [],
        };
        var basic = new Option<string?>("--basic")
        {
            HelpName = "USER:PASSWORD",
            Description = "HTTP basic authentication. Stored encrypted.",
        };
        return StoreCommand.Create(
            "webhook",
            "Send a group's events to an HTTP endpoint, signed as Standard Webhooks; the signing secret is shown once.",
            [group, name, url, method, template, headers, basic],
            async (parsed, store) =>
            {
                var secret = $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
                var (user, password) = Pair(parsed.GetValue(basic), "--basic USER:PASSWORD");
                var settings = new WebhookSettings
                {
                    Url = parsed.GetRequiredValue(url),
                    Method = parsed.GetRequiredValue(method),
                    Template = parsed.GetValue(template),
                };
                var secrets = new WebhookSecrets
                {
                    SigningSecret = secret,
                    BasicUser = user,
                    BasicPassword = password,
                    Headers = parsed
                        .GetRequiredValue(headers)
                        .Select(header => Pair(header, "--header NAME:VALUE"))
                        .ToDictionary(
                            pair => pair.First!,
                            pair => pair.Second!.Trim(),
                            StringComparer.OrdinalIgnoreCase
                        ),
                };
                await AddAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(name),
                    place => NewDestination.Webhook(place, settings, secrets),
                    secret
                );
            }
        );
    }

    /// <summary>Outside AWS the source is as the catalog prints it, the same as on the group's own bus.</summary>
    private static DestinationRecord PlaceOf(AccountGroup group, string name) =>
        BuiltInBus.DestinationOf(group) with
        {
            Id = new DestinationId(Guid.CreateVersion7()),
            Name = name,
        };

    private static (string? First, string? Second) Pair(string? text, string form)
    {
        if (text is null)
        {
            return default;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? (text[..colon], text[(colon + 1)..])
            : throw new CommandFailure($"'{text}' is not of the form {form}.", ExitCode.Usage);
    }
}
