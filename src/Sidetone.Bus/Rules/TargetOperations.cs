using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Rules;

/// <summary>Puts, shows and removes the targets of rules.</summary>
internal sealed class TargetOperations(ResourceStore store, IOptions<BusLimits> limits) : IOperations
{
    public IEnumerable<Operation> All =>
        [
            new("PutTargets", TargetShapes.Put, PutAsync),
            new("ListTargetsByRule", TargetShapes.List, ListAsync),
            new("RemoveTargets", TargetShapes.Remove, RemoveAsync),
        ];

    private Task<JsonObject> PutAsync(ApiCall call)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        var rule = call.Input.Required("Rule");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                await store.RequireBusAsync(transaction, call.Group, bus, cancellation);
                var found = await store.FindAsync<RuleRecord>(transaction, call.Group, bus, rule, cancellation);
                if (found?.ManagedBy is not null)
                {
                    throw Refusals.Managed(rule);
                }

                _ = found ?? throw Refusals.NoRule(rule, bus);
                var parent = TargetRecord.ParentOf(bus, rule);
                var old = await ResourceStore.ListAsync<TargetRecord>(transaction, call.Group, parent, cancellation);
                var ids = old.Select(static target => target.Id).ToHashSet(StringComparer.Ordinal);
                foreach (var target in call.Input.Structures("Targets"))
                {
                    var record = TargetReading.Read(target, bus, rule);
                    TargetReading.Require(record);
                    ids.Add(record.Id);
                    if (ids.Count > limits.Value.TargetsPerRule)
                    {
                        throw Refusals.TooMany();
                    }

                    await ResourceStore.PutAsync(transaction, call.Group, record, cancellation);
                }

                return Outcome([]);
            },
            call.Cancellation
        );
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        var rule = call.Input.Required("Rule");
        await store.RequireBusAsync(call.Group, bus, call.Cancellation);
        _ =
            await store.FindAsync<RuleRecord>(call.Group, bus, rule, call.Cancellation)
            ?? throw Refusals.NoRule(rule, bus);
        var parent = TargetRecord.ParentOf(bus, rule);
        var targets = await store.ListAsync<TargetRecord>(call.Group, parent, call.Cancellation);
        return Page.Of(call.Input, "Targets", targets, static target => target.Id, TargetReading.Show);
    }

    // AWS says nothing about an id that is not there; here the answer tells, and the others are removed all the same.
    private Task<JsonObject> RemoveAsync(ApiCall call)
    {
        var bus = BusNames.Bus(call.Input.Text("EventBusName"));
        var rule = call.Input.Required("Rule");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                await store.RequireBusAsync(transaction, call.Group, bus, cancellation);
                var found =
                    await store.FindAsync<RuleRecord>(transaction, call.Group, bus, rule, cancellation)
                    ?? throw Refusals.NoRule(rule, bus);
                if (found.ManagedBy is not null && !call.Input.Flag("Force"))
                {
                    throw Refusals.Managed(rule);
                }

                var failed = new List<JsonObject>();
                var parent = TargetRecord.ParentOf(bus, rule);
                foreach (var id in call.Input.Texts("Ids") ?? [])
                {
                    if (
                        !await ResourceStore.RemoveAsync<TargetRecord>(
                            transaction,
                            call.Group,
                            parent,
                            id,
                            cancellation
                        )
                    )
                    {
                        failed.Add(
                            Answer.Of(
                                ("TargetId", id),
                                ("ErrorCode", "ResourceNotFoundException"),
                                ("ErrorMessage", $"Rule '{rule}' does not have a target with the Id '{id}'.")
                            )
                        );
                    }
                }

                return Outcome(failed);
            },
            call.Cancellation
        );
    }

    private static JsonObject Outcome(List<JsonObject> failed) =>
        Answer.Of(("FailedEntryCount", failed.Count), ("FailedEntries", Answer.List(failed, static one => one)));
}
