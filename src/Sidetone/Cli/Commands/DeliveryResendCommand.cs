using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sidetone.Closing;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Status;
using EventId = Sidetone.Delivery.Outbox.EventId;

namespace Sidetone.Cli.Commands;

/// <summary><c>delivery resend</c>: sends events again, under the ids that they always had.</summary>
internal sealed class DeliveryResendCommand
{
    // What is printed of set-aside events; all of them are sent.
    private const int ReasonsMax = 100;

    private readonly Argument<string> _group = StoreCommand.Group();
    private readonly Option<Guid?> _event = new("--event")
    {
        HelpName = "ID",
        Description = "One event, to every destination that it went or was to go to.",
    };
    private readonly Option<string?> _call = new("--call")
    {
        HelpName = "CONTACT",
        Description = "The events of a contact's calls as they are stored now: a correction, when something came late.",
    };
    private readonly Option<bool> _setAside = new("--set-aside")
    {
        Description = "Everything that is set aside, of the group or of one destination.",
    };
    private readonly Option<string?> _destination = new("--destination")
    {
        HelpName = "NAME",
        Description = "With --set-aside: of this destination alone.",
    };

    public static Command Create()
    {
        var resend = new DeliveryResendCommand();
        return StoreCommand.Create(
            "resend",
            "Send events again: one, those of a call, or what is set aside. Each keeps its id.",
            [resend._group, resend._event, resend._call, resend._setAside, resend._destination],
            resend.RunAsync
        );
    }

    private async Task RunAsync(ParseResult parsed, StoreSession store)
    {
        var id = parsed.GetValue(_event);
        var call = parsed.GetValue(_call);
        var setAside = parsed.GetValue(_setAside);
        if ((id is null ? 0 : 1) + (call is null ? 0 : 1) + (setAside ? 1 : 0) != 1)
        {
            throw new CommandFailure("One of --event ID, --call CONTACT and --set-aside says what.", ExitCode.Usage);
        }

        var group = await store.GroupAsync(parsed.GetRequiredValue(_group));
        var outbox = new EventOutbox(store.Database);
        var status = new DeliveryStatus(store.Database, outbox);
        if (call is not null)
        {
            var calls = new ClosedCallStore(store.Database);
            var again = new CallResend(store.Database, calls, store.Groups, outbox);
            var events = await again.ResendAsync(group, call, store.Cancellation);
            Print(store, events, events == 0 ? $"There is no closed call of contact {call} that has events." : null);
            return;
        }

        var destination = parsed.GetValue(_destination) is { } name
            ? await store.DestinationAsync(group.Name, name)
            : null;
        if (setAside)
        {
            var aside = await status.SetAsideAsync(group.Id, ReasonsMax, store.Cancellation);
            PrintReasons(aside.Where(each => destination is null || each.Destination == destination.Id));
            var sent = await status.ResendSetAsideAsync(group.Id, destination?.Id, store.Cancellation);
            Print(store, sent, null);
            return;
        }

        var one = new EventId(id!.Value);
        PrintReasons(
            (await status.SetAsideAsync(group.Id, int.MaxValue, store.Cancellation)).Where(each => each.Event == one)
        );
        var deliveries = await status.ResendAsync(group.Id, one, store.Cancellation);
        Print(
            store,
            deliveries,
            deliveries == 0 ? $"There is no event {one} here, or it was delivered and forgotten; see --call." : null
        );
    }

    private static void PrintReasons(IEnumerable<SetAsideDelivery> aside)
    {
        foreach (var each in aside)
        {
            Terminal.Error.WriteLine(
                $"{each.DetailType} {each.Event} ({each.Key}) was set aside at {each.DestinationName}: {each.Reason}"
            );
        }
    }

    private static void Print(StoreSession store, int count, string? nothing)
    {
        if (store.Json)
        {
            Terminal.Out.WriteLine(new JsonObject { ["again"] = count }.ToJsonString(JsonText.Plain));
        }
        else
        {
            Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} to be sent again."));
        }

        if (nothing is not null)
        {
            throw new CommandFailure(nothing);
        }
    }
}
