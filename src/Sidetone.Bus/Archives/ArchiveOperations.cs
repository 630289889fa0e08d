using System.Data.Common;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Archives;

/// <summary>Makes, changes, shows and removes archives.</summary>
internal sealed class ArchiveOperations(
    ResourceStore store,
    ArchiveSizes contents,
    TimeProvider time,
    IOptions<BusLimits> limits
) : IOperations
{
    public IEnumerable<Operation> All =>
        [
            new("CreateArchive", ArchiveShapes.Create, CreateAsync),
            new("UpdateArchive", ArchiveShapes.Update, UpdateAsync),
            new("DescribeArchive", ArchiveShapes.Describe, DescribeAsync),
            new("ListArchives", ArchiveShapes.List, ListAsync),
            new("DeleteArchive", ArchiveShapes.Delete, DeleteAsync),
        ];

    private Task<JsonObject> CreateAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var archive = new ArchiveRecord
        {
            Name = call.Input.Required("ArchiveName"),
            Id = Guid.CreateVersion7(now),
            Bus = BusNames.Bus(call.Input.Required("EventSourceArn")),
            Description = call.Input.Text("Description"),
            EventPattern = call.Input.Filled("EventPattern"),
            RetentionDays = call.Input.Number("RetentionDays") ?? 0,
            KmsKeyIdentifier = call.Input.Filled("KmsKeyIdentifier"),
            State = ArchiveRecord.Enabled,
            CreatedAt = now,
        };
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                await store.RequireBusAsync(transaction, call.Group, archive.Bus, cancellation);
                var all = await ResourceStore.ListAsync<ArchiveRecord>(transaction, call.Group, "", cancellation);
                if (all.Any(one => one.Name == archive.Name))
                {
                    throw Refusals.Exists($"Archive {archive.Name} already exists.");
                }

                if (all.Count >= limits.Value.Archives)
                {
                    throw Refusals.TooMany();
                }

                PatternCheck.Require(archive.EventPattern, limits.Value);
                await ResourceStore.PutAsync(transaction, call.Group, archive, cancellation);
                await ResourceStore.PutAsync(transaction, call.Group, archive.ManagedRule(), cancellation);
                return Brief(call.Tenant, archive);
            },
            call.Cancellation
        );
    }

    private Task<JsonObject> UpdateAsync(ApiCall call)
    {
        var name = call.Input.Required("ArchiveName");
        string[] changeable = ["EventPattern", "RetentionDays", "Description", "KmsKeyIdentifier"];
        if (!changeable.Any(call.Input.Has))
        {
            throw Refusals.Invalid("At least one of EventPattern, RetentionDays or Description must be provided.");
        }

        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var old = await RequireAsync(transaction, call.Group, name, cancellation);
                var next = old with
                {
                    Description = call.Input.Text("Description") ?? old.Description,
                    EventPattern = call.Input.Has("EventPattern")
                        ? call.Input.Filled("EventPattern")
                        : old.EventPattern,
                    RetentionDays = call.Input.Number("RetentionDays") ?? old.RetentionDays,
                    KmsKeyIdentifier = call.Input.Has("KmsKeyIdentifier")
                        ? call.Input.Filled("KmsKeyIdentifier")
                        : old.KmsKeyIdentifier,
                };
                PatternCheck.Require(next.EventPattern, limits.Value);
                await ResourceStore.PutAsync(transaction, call.Group, next, cancellation);
                if (
                    await store.FindAsync<EventBusRecord>(transaction, call.Group, "", old.Bus, cancellation)
                        is not null
                    || old.Bus == EventBusRecord.DefaultName
                )
                {
                    await ResourceStore.PutAsync(transaction, call.Group, next.ManagedRule(), cancellation);
                }

                return Brief(call.Tenant, next);
            },
            call.Cancellation
        );
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call)
    {
        var name = call.Input.Required("ArchiveName");
        var archive =
            await store.FindAsync<ArchiveRecord>(call.Group, "", name, call.Cancellation) ?? throw Missing(name);
        var sizes = await contents.OfAsync(call.Group, call.Cancellation);
        return Answer.Of([
            .. Shown(call.Tenant, archive, sizes),
            ("ArchiveArn", Arns.Archive(call.Tenant, archive.Name)),
            ("Description", archive.Description),
            ("EventPattern", archive.EventPattern),
            ("KmsKeyIdentifier", archive.KmsKeyIdentifier),
        ]);
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        Filters.RequireOne(call.Input, "ListArchives");
        var prefix = call.Input.Text("NamePrefix") ?? "";
        var state = call.Input.Text("State");
        var bus = call.Input.Text("EventSourceArn") is { } arn ? BusNames.Bus(arn) : null;
        if (bus is not null)
        {
            await store.RequireBusAsync(call.Group, bus, call.Cancellation);
        }

        var all = await store.ListAsync<ArchiveRecord>(call.Group, "", call.Cancellation);
        var sizes = await contents.OfAsync(call.Group, call.Cancellation);
        return Page.Of(
            call.Input,
            "Archives",
            all.Where(one =>
                one.Name.StartsWith(prefix, StringComparison.Ordinal)
                && (state is null || one.State == state)
                && (bus is null || one.Bus == bus)
            ),
            static one => one.Name,
            one => Answer.Of(Shown(call.Tenant, one, sizes))
        );
    }

    private Task<JsonObject> DeleteAsync(ApiCall call)
    {
        var name = call.Input.Required("ArchiveName");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var archive = await RequireAsync(transaction, call.Group, name, cancellation);
                await ResourceStore.RemoveAsync<ArchiveRecord>(transaction, call.Group, "", name, cancellation);
                var rule = archive.ManagedRule();
                await ResourceStore.RemoveAsync<RuleRecord>(transaction, call.Group, rule.Bus, rule.Name, cancellation);
                return Answer.Empty;
            },
            call.Cancellation
        );
    }

    private async Task<ArchiveRecord> RequireAsync(
        DbTransaction transaction,
        Guid group,
        string name,
        CancellationToken cancellation
    ) => await store.FindAsync<ArchiveRecord>(transaction, group, "", name, cancellation) ?? throw Missing(name);

    private static BusException Missing(string name) => Refusals.NotFound($"Archive {name} does not exist.");

    private static JsonObject Brief(BusTenant tenant, ArchiveRecord archive) =>
        Answer.Of(
            ("ArchiveArn", Arns.Archive(tenant, archive.Name)),
            ("State", archive.State),
            ("CreationTime", Answer.Time(archive.CreatedAt))
        );

    private static (string, JsonNode?)[] Shown(
        BusTenant tenant,
        ArchiveRecord archive,
        IReadOnlyDictionary<Guid, ArchiveSize> sizes
    )
    {
        var size = sizes.GetValueOrDefault(archive.Id);
        return
        [
            ("ArchiveName", archive.Name),
            ("EventSourceArn", Arns.Bus(tenant, archive.Bus)),
            ("State", archive.State),
            ("RetentionDays", archive.RetentionDays),
            ("SizeBytes", size.Bytes),
            ("EventCount", size.Events),
            ("CreationTime", Answer.Time(archive.CreatedAt)),
        ];
    }
}
