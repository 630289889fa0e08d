using System.Data.Common;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Archives;

/// <summary>Asks for replays, shows them and cancels them; others carry them out.</summary>
internal sealed class ReplayOperations(ResourceStore store, TimeProvider time, IOptions<BusLimits> limits) : IOperations
{
    public IEnumerable<Operation> All =>
        [
            new("StartReplay", ArchiveShapes.StartReplay, StartAsync),
            new("DescribeReplay", ArchiveShapes.DescribeReplay, DescribeAsync),
            new("ListReplays", ArchiveShapes.ListReplays, ListAsync),
            new("CancelReplay", ArchiveShapes.CancelReplay, CancelAsync),
        ];

    private Task<JsonObject> StartAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var destination = call.Input.Structure("Destination") ?? default;
        var bus = BusNames.Bus(destination.Required("Arn"));
        var archiveName = BusNames.Archive(call.Input.Required("EventSourceArn"));
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                await store.RequireBusAsync(transaction, call.Group, bus, cancellation);
                var archive =
                    await store.FindAsync<ArchiveRecord>(transaction, call.Group, "", archiveName, cancellation)
                    ?? throw Refusals.Parameter("EventSourceArn", $"Archive {archiveName} does not exist.");
                if (archive.Bus != bus)
                {
                    throw Refusals.Parameter("Destination.Arn", "Cross event bus replay is not permitted.");
                }

                var replay = new ReplayRecord
                {
                    Name = call.Input.Required("ReplayName"),
                    Archive = archive.Name,
                    ArchiveId = archive.Id,
                    Bus = bus,
                    Description = call.Input.Text("Description"),
                    FilterArns = destination.Texts("FilterArns") ?? [],
                    EventStart = call.Input.RequiredTime("EventStartTime"),
                    EventEnd = call.Input.RequiredTime("EventEndTime"),
                    State = ReplayRecord.Starting,
                    StartedAt = now,
                };
                await RequireRoomAsync(transaction, call.Group, replay, cancellation);
                await ResourceStore.PutAsync(transaction, call.Group, replay, cancellation);
                return Answer.Of(
                    ("ReplayArn", Arns.Replay(call.Tenant, replay.Name)),
                    ("State", replay.State),
                    ("ReplayStartTime", Answer.Time(replay.StartedAt))
                );
            },
            call.Cancellation
        );
    }

    private async Task RequireRoomAsync(
        DbTransaction transaction,
        Guid group,
        ReplayRecord replay,
        CancellationToken cancellation
    )
    {
        var all = await ResourceStore.ListAsync<ReplayRecord>(transaction, group, "", cancellation);
        if (all.Any(one => one.Name == replay.Name))
        {
            throw Refusals.Exists($"Replay {replay.Name} already exists.");
        }

        if (replay.EventStart >= replay.EventEnd)
        {
            throw Refusals.Parameter("EventEndTime", "EventStartTime must be before EventEndTime.");
        }

        if (all.Count(static one => one.IsActive) >= limits.Value.ActiveReplays)
        {
            throw Refusals.TooMany();
        }
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call)
    {
        var name = call.Input.Required("ReplayName");
        var replay =
            await store.FindAsync<ReplayRecord>(call.Group, "", name, call.Cancellation) ?? throw Missing(name);
        return Answer.Of([
            .. Shown(call.Tenant, replay),
            ("ReplayArn", Arns.Replay(call.Tenant, replay.Name)),
            ("Description", replay.Description),
            (
                "Destination",
                Answer.Of(
                    ("Arn", Arns.Bus(call.Tenant, replay.Bus)),
                    (
                        "FilterArns",
                        replay.FilterArns.Count > 0
                            ? Answer.List(replay.FilterArns, static arn => JsonValue.Create(arn))
                            : null
                    )
                )
            ),
        ]);
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        Filters.RequireOne(call.Input, "ListReplays");
        var prefix = call.Input.Text("NamePrefix") ?? "";
        var state = call.Input.Text("State");
        var archive = call.Input.Text("EventSourceArn") is { } arn ? BusNames.Archive(arn) : null;
        var all = await store.ListAsync<ReplayRecord>(call.Group, "", call.Cancellation);
        return Page.Of(
            call.Input,
            "Replays",
            all.Where(one =>
                one.Name.StartsWith(prefix, StringComparison.Ordinal)
                && (state is null || one.State == state)
                && (archive is null || one.Archive == archive)
            ),
            static one => one.Name,
            one => Answer.Of(Shown(call.Tenant, one))
        );
    }

    private Task<JsonObject> CancelAsync(ApiCall call)
    {
        var name = call.Input.Required("ReplayName");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var replay =
                    await store.FindAsync<ReplayRecord>(transaction, call.Group, "", name, cancellation)
                    ?? throw Missing(name);
                if (replay.State is not (ReplayRecord.Starting or ReplayRecord.Running))
                {
                    throw new BusException(
                        "IllegalStatusException",
                        $"Replay {name} is not in a valid state for this operation."
                    );
                }

                var cancelling = replay with { State = ReplayRecord.Cancelling };
                await ResourceStore.PutAsync(transaction, call.Group, cancelling, cancellation);
                return Answer.Of(("ReplayArn", Arns.Replay(call.Tenant, name)), ("State", cancelling.State));
            },
            call.Cancellation
        );
    }

    private static BusException Missing(string name) => Refusals.NotFound($"Replay {name} does not exist.");

    private static (string, JsonNode?)[] Shown(BusTenant tenant, ReplayRecord replay) =>
        [
            ("ReplayName", replay.Name),
            ("EventSourceArn", Arns.Archive(tenant, replay.Archive)),
            ("State", replay.State),
            ("StateReason", replay.StateReason),
            ("EventStartTime", Answer.Time(replay.EventStart)),
            ("EventEndTime", Answer.Time(replay.EventEnd)),
            ("EventLastReplayedTime", Answer.Time(replay.LastReplayed)),
            ("ReplayStartTime", Answer.Time(replay.StartedAt)),
            ("ReplayEndTime", Answer.Time(replay.EndedAt)),
        ];
}
