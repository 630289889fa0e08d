using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Cli.Commands;

/// <summary><c>destination test</c>: whether events would arrive, asked from where the command runs.</summary>
internal static class DestinationTestCommand
{
    public static Command Create()
    {
        var group = StoreCommand.Group();
        var name = StoredDestinations.Name();
        var send = new Option<bool>("--send")
        {
            Description =
                $"Also send an event of the type {DestinationTrial.DetailType}, which says that it is a test.",
        };
        var allowPrivate = StoredDestinations.AllowPrivate();
        return StoreCommand.Create(
            "test",
            "Open a destination and ask whether it is there. Nothing is sent unless asked for. "
                + "Credentials of the environment are those of this command, not of a running server.",
            [group, name, send, allowPrivate],
            async (parsed, store) =>
            {
                var record = await store.DestinationAsync(
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(name)
                );
                using var trial = new DestinationTrial(
                    StoredDestinations.Policy(parsed.GetValue(allowPrivate)),
                    TimeProvider.System
                );
                try
                {
                    await TestAsync(trial, record, parsed.GetValue(send), store);
                }
                catch (DestinationSettingsException unusable)
                {
                    throw new CommandFailure(unusable.Message);
                }
            }
        );
    }

    private static async Task TestAsync(DestinationTrial trial, DestinationRecord record, bool send, StoreSession store)
    {
        var finding = await trial.ProbeAsync(record, store.Cancellation);
        var outcome = send && finding.IsReady ? await trial.SendAsync(record, store.Cancellation) : null;
        bool? isSent = outcome is null ? null : outcome is DeliveryOutcome.Delivered;
        var said = outcome switch
        {
            null => null,
            DeliveryOutcome.Delivered { ExternalId: { } id } => $"The test event arrived as {id}.",
            DeliveryOutcome.Delivered => "The test event arrived.",
            DeliveryOutcome.RetryLater later => later.Reason,
            DeliveryOutcome.Held held => held.Reason,
            DeliveryOutcome.Rejected rejected => rejected.Reason,
            _ => throw new InvalidOperationException($"BUG: unknown outcome {outcome}."),
        };
        if (store.Json)
        {
            Terminal.Out.WriteLine(
                new JsonObject
                {
                    ["name"] = record.Name,
                    ["ready"] = finding.IsReady,
                    ["said"] = finding.Said,
                    ["sent"] = isSent,
                    ["sendSaid"] = said,
                }.ToJsonString(JsonText.Plain)
            );
        }
        else
        {
            Terminal.Out.WriteLine($"{record.Name}: {finding.Said}");
            if (said is not null)
            {
                Terminal.Out.WriteLine($"{record.Name}: {said}");
            }
        }

        if (!finding.IsReady || isSent == false)
        {
            throw new CommandFailure($"Events would not arrive at {record.Name}.");
        }
    }
}
