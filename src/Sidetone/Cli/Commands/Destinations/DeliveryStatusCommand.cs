using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Status;
using Sidetone.Tailing;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Destinations;

/// <summary><c>delivery status</c>: what waits, what was sent and what is set aside, at each destination, and why.</summary>
internal static class DeliveryStatusCommand
{
    public static Command Create()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "status",
            "Show for each destination what waits, what was sent, what is set aside and why.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var status = new DeliveryStatus(store.Database, new EventOutbox(store.Database));
                var counts = await status.CountsAsync(found.Id, store.Cancellation);
                var conditions = await status.ConditionsAsync(found.Id, store.Cancellation);
                var reasons = await status.ReasonsAsync(found.Id, store.Cancellation);
                var shown = counts
                    .Select(each => new Shown(
                        each,
                        conditions.FirstOrDefault(condition => condition.Destination == each.Destination),
                        [.. reasons.Where(reason => reason.Destination == each.Destination)]
                    ))
                    .ToArray();
                if (store.Json)
                {
                    Terminal.Out.WriteLine(new JsonArray([.. shown.Select(Json)]).ToJsonString(JsonText.Plain));
                }
                else
                {
                    Print(shown);
                }
            }
        );
    }

    private static JsonObject Json(Shown shown) =>
        new()
        {
            ["destination"] = shown.Counts.Name,
            ["waiting"] = shown.Counts.Pending + shown.Counts.Claimed,
            ["sent"] = shown.Counts.Delivered,
            ["setAside"] = shown.Counts.SetAside,
            ["oldestWaitingSeconds"] = shown.Counts.OldestOpen?.TotalSeconds,
            ["condition"] = shown.Condition is { } condition
                ? new JsonObject
                {
                    ["ready"] = condition.IsReady,
                    ["said"] = condition.Said,
                    ["node"] = condition.Node,
                    ["since"] = Wording.Instant(condition.Since),
                    ["checkedAt"] = Wording.Instant(condition.CheckedAt),
                }
                : null,
            ["reasons"] = new JsonArray([
                .. shown.Reasons.Select(reason =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["setAside"] = reason.IsSetAside,
                            ["reason"] = reason.Reason,
                            ["count"] = reason.Count,
                        }
                ),
            ]),
        };

    private static void Print(Shown[] all)
    {
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("Destination", "Waiting", "Oldest", "Sent", "Set aside", "State");
        foreach (var (counts, condition, _) in all)
        {
            table.AddRow(
                Markup.Escape(counts.Name),
                Number(counts.Pending + counts.Claimed),
                counts.OldestOpen is { } oldest
                    ? oldest.ToString("d'd 'hh':'mm':'ss", CultureInfo.InvariantCulture)
                    : "-",
                Number(counts.Delivered),
                Number(counts.SetAside),
                Markup.Escape(
                    condition switch
                    {
                        null => "-",
                        { IsReady: true } => "ready",
                        _ => $"held back since {Wording.Instant(condition.Since)}",
                    }
                )
            );
        }

        Terminal.Results.Write(table);
        foreach (var (counts, condition, reasons) in all)
        {
            if (condition is { IsReady: false })
            {
                Terminal.Out.WriteLine(
                    $"{counts.Name} is held back: {condition.Said} (looked at {Wording.Instant(condition.CheckedAt)} by {condition.Node})"
                );
            }

            foreach (var reason in reasons)
            {
                var state = reason.IsSetAside ? "set aside" : "waiting";
                Terminal.Out.WriteLine($"{counts.Name}, {Number(reason.Count)} {state}: {reason.Reason}");
            }
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Shown(
        DeliveryCounts Counts,
        DestinationCondition? Condition,
        IReadOnlyList<DeliveryReason> Reasons
    );
}
