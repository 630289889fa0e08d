using System.Data.Common;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Partners;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Tags;

namespace Sidetone.Bus.Buses;

/// <summary>Makes, changes, shows and removes event buses.</summary>
internal sealed class BusOperations(ResourceStore store, TimeProvider time, IOptions<BusLimits> limits) : IOperations
{
    public IEnumerable<Operation> All =>
        [
            new("CreateEventBus", BusShapes.Create, CreateAsync),
            new("UpdateEventBus", BusShapes.Update, UpdateAsync),
            new("DescribeEventBus", BusShapes.Describe, DescribeAsync),
            new("ListEventBuses", BusShapes.List, ListAsync),
            new("DeleteEventBus", BusShapes.Delete, DeleteAsync),
        ];

    private async Task<JsonObject> CreateAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var bus = new EventBusRecord
        {
            Name = call.Input.Required("Name"),
            EventSourceName = call.Input.Text("EventSourceName"),
            Description = call.Input.Text("Description"),
            KmsKeyIdentifier = call.Input.Filled("KmsKeyIdentifier"),
            DeadLetterArn = call.Input.Structure("DeadLetterConfig")?.Text("Arn"),
            LogConfig = call.Input.Json("LogConfig"),
            CreatedAt = now,
            ModifiedAt = now,
        };
        RequireName(bus);
        var arn = Arns.Bus(call.Tenant, bus.Name);
        return await store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var buses = await ResourceStore.ListAsync<EventBusRecord>(transaction, call.Group, "", cancellation);
                if (buses.Any(one => one.Name == bus.Name) || bus.Name == EventBusRecord.DefaultName)
                {
                    throw Refusals.Exists($"Event bus {bus.Name} already exists.");
                }

                // The default bus counts, whether anything about it was changed or not.
                if (buses.Count(static one => one.Name != EventBusRecord.DefaultName) + 1 >= limits.Value.EventBuses)
                {
                    throw Refusals.TooMany();
                }

                await AssociateAsync(transaction, call.Group, bus, cancellation);
                await ResourceStore.PutAsync(transaction, call.Group, bus, cancellation);
                await TagStore.SetAsync(
                    transaction,
                    call.Group,
                    arn,
                    TagStore.Read(call.Input),
                    limits.Value,
                    cancellation
                );
                return Answer.Of([("EventBusArn", arn), .. Configuration(bus)]);
            },
            call.Cancellation
        );
    }

    private static void RequireName(EventBusRecord bus)
    {
        if (bus.EventSourceName is { } source)
        {
            if (bus.Name != source)
            {
                throw Refusals.Parameter("Name", "It must be the same as EventSourceName.");
            }
        }
        else if (bus.Name.Contains('/', StringComparison.Ordinal))
        {
            throw Refusals.Parameter(
                "Name",
                "It must not contain '/', which names buses of partner event sources: give EventSourceName with it."
            );
        }
    }

    private async Task AssociateAsync(
        DbTransaction transaction,
        Guid group,
        EventBusRecord bus,
        CancellationToken cancellation
    )
    {
        if (bus.EventSourceName is not { } name)
        {
            return;
        }

        var source = await store.FindAsync<PartnerEventSourceRecord>(transaction, group, "", name, cancellation);
        if (source is null || source.State == PartnerEventSourceRecord.DeletedState)
        {
            throw Refusals.NoSource(name);
        }

        await ResourceStore.PutAsync(transaction, group, source.Activated(), cancellation);
    }

    private async Task<JsonObject> UpdateAsync(ApiCall call)
    {
        var name = call.Input.Text("Name") ?? EventBusRecord.DefaultName;
        var changed = await store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var old = await store.RequireBusAsync(transaction, call.Group, name, cancellation);
                var next = old with
                {
                    Description = call.Input.Text("Description") ?? old.Description,
                    KmsKeyIdentifier = call.Input.Has("KmsKeyIdentifier")
                        ? call.Input.Filled("KmsKeyIdentifier")
                        : old.KmsKeyIdentifier,
                    DeadLetterArn = call.Input.Structure("DeadLetterConfig") is { } deadLetters
                        ? deadLetters.Text("Arn")
                        : old.DeadLetterArn,
                    LogConfig = call.Input.Json("LogConfig") ?? old.LogConfig,
                    ModifiedAt = time.GetUtcNow(),
                };
                await ResourceStore.PutAsync(transaction, call.Group, next, cancellation);
                return next;
            },
            call.Cancellation
        );
        return Answer.Of([("Arn", Arns.Bus(call.Tenant, name)), ("Name", name), .. Configuration(changed)]);
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call)
    {
        var name = BusNames.Bus(call.Input.Text("Name"));
        var bus = await store.RequireBusAsync(call.Group, name, call.Cancellation);
        return Answer.Of([.. Configuration(bus), .. Shown(call.Tenant, bus)]);
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var prefix = call.Input.Text("NamePrefix") ?? "";
        var buses = await store.ListAsync<EventBusRecord>(call.Group, "", call.Cancellation);
        IEnumerable<EventBusRecord> all = buses.Any(static bus => bus.Name == EventBusRecord.DefaultName)
            ? buses
            : buses.Append(BusDirectory.Default(call.Group)).OrderBy(static bus => bus.Name, StringComparer.Ordinal);
        return Page.Of(
            call.Input,
            "EventBuses",
            all.Where(bus => bus.Name.StartsWith(prefix, StringComparison.Ordinal)),
            static bus => bus.Name,
            bus => Answer.Of([("Description", bus.Description), .. Shown(call.Tenant, bus)])
        );
    }

    private Task<JsonObject> DeleteAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        if (name == EventBusRecord.DefaultName)
        {
            throw Refusals.Invalid("Cannot delete event bus default.");
        }

        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var bus = await store.RequireBusAsync(transaction, call.Group, name, cancellation);
                var rules = await ResourceStore.ListAsync<RuleRecord>(transaction, call.Group, name, cancellation);
                if (rules.Any(static rule => rule.ManagedBy is null))
                {
                    throw Refusals.Invalid("Event bus can't be deleted since it has rules.");
                }

                foreach (var rule in rules)
                {
                    await ResourceStore.RemoveAsync<RuleRecord>(transaction, call.Group, name, rule.Name, cancellation);
                }

                await DissociateAsync(transaction, call.Group, bus, cancellation);
                await ResourceStore.RemoveAsync<EventBusRecord>(transaction, call.Group, "", name, cancellation);
                await TagStore.ForgetAsync(transaction, call.Group, Arns.Bus(call.Tenant, name), cancellation);
                return Answer.Empty;
            },
            call.Cancellation
        );
    }

    private async Task DissociateAsync(
        DbTransaction transaction,
        Guid group,
        EventBusRecord bus,
        CancellationToken cancellation
    )
    {
        if (
            bus.EventSourceName is not { } name
            || await store.FindAsync<PartnerEventSourceRecord>(transaction, group, "", name, cancellation)
                is not { } source
        )
        {
            return;
        }

        if (source.State == PartnerEventSourceRecord.DeletedState)
        {
            await ResourceStore.RemoveAsync<PartnerEventSourceRecord>(transaction, group, "", name, cancellation);
        }
        else
        {
            await ResourceStore.PutAsync(transaction, group, source.Pending(time.GetUtcNow()), cancellation);
        }
    }

    private static (string, JsonNode?)[] Configuration(EventBusRecord bus) =>
        [
            ("Description", bus.Description),
            ("KmsKeyIdentifier", bus.KmsKeyIdentifier),
            ("DeadLetterConfig", bus.DeadLetterArn is { } arn ? Answer.Of(("Arn", arn)) : null),
            ("LogConfig", Answer.Json(bus.LogConfig)),
        ];

    private static (string, JsonNode?)[] Shown(BusTenant tenant, EventBusRecord bus) =>
        [
            ("Name", bus.Name),
            ("Arn", Arns.Bus(tenant, bus.Name)),
            ("Policy", bus.Policy),
            ("CreationTime", Answer.Time(bus.CreatedAt)),
            ("LastModifiedTime", Answer.Time(bus.ModifiedAt)),
        ];
}
