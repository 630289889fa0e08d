using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Endpoints;

/// <summary>Keeps global endpoints as records, so that tools that manage them go through.</summary>
internal sealed class EndpointOperations(ResourceStore store, TimeProvider time, IOptions<BusLimits> limits)
    : IOperations
{
    public IEnumerable<Operation> All =>
        [
            new("CreateEndpoint", EndpointShapes.Create, CreateAsync),
            new("UpdateEndpoint", EndpointShapes.Update, UpdateAsync),
            new("DescribeEndpoint", EndpointShapes.Describe, DescribeAsync),
            new("ListEndpoints", EndpointShapes.List, ListAsync),
            new("DeleteEndpoint", EndpointShapes.Delete, DeleteAsync),
        ];

    private Task<JsonObject> CreateAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var endpoint = new EndpointRecord
        {
            Name = call.Input.Required("Name"),
            Id = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 10),
            Description = call.Input.Text("Description"),
            RoutingConfig = call.Input.Json("RoutingConfig") ?? "{}",
            ReplicationConfig = call.Input.Json("ReplicationConfig"),
            EventBuses = call.Input.Json("EventBuses") ?? "[]",
            RoleArn = call.Input.Text("RoleArn"),
            CreatedAt = now,
            ModifiedAt = now,
        };
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var all = await ResourceStore.ListAsync<EndpointRecord>(transaction, call.Group, "", cancellation);
                if (all.Any(one => one.Name == endpoint.Name))
                {
                    throw Refusals.Exists($"Endpoint {endpoint.Name} already exists.");
                }

                if (all.Count >= limits.Value.Endpoints)
                {
                    throw Refusals.TooMany();
                }

                await ResourceStore.PutAsync(transaction, call.Group, endpoint, cancellation);
                return Answer.Of(Configuration(call.Tenant, endpoint));
            },
            call.Cancellation
        );
    }

    private Task<JsonObject> UpdateAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var old =
                    await store.FindAsync<EndpointRecord>(transaction, call.Group, "", name, cancellation)
                    ?? throw Missing(name);
                var next = old with
                {
                    Description = call.Input.Text("Description") ?? old.Description,
                    RoutingConfig = call.Input.Json("RoutingConfig") ?? old.RoutingConfig,
                    ReplicationConfig = call.Input.Json("ReplicationConfig") ?? old.ReplicationConfig,
                    EventBuses = call.Input.Json("EventBuses") ?? old.EventBuses,
                    RoleArn = call.Input.Text("RoleArn") ?? old.RoleArn,
                    ModifiedAt = time.GetUtcNow(),
                };
                await ResourceStore.PutAsync(transaction, call.Group, next, cancellation);
                return Answer.Of([.. Configuration(call.Tenant, next), .. Address(next)]);
            },
            call.Cancellation
        );
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        return Shown(
            call.Tenant,
            await store.FindAsync<EndpointRecord>(call.Group, "", name, call.Cancellation) ?? throw Missing(name)
        );
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var prefix = call.Input.Text("NamePrefix") ?? "";
        var all = await store.ListAsync<EndpointRecord>(call.Group, "", call.Cancellation);
        return Page.Of(
            call.Input,
            "Endpoints",
            all.Where(one => one.Name.StartsWith(prefix, StringComparison.Ordinal)),
            static one => one.Name,
            one => Shown(call.Tenant, one),
            limit: "MaxResults"
        );
    }

    private Task<JsonObject> DeleteAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
                await ResourceStore.RemoveAsync<EndpointRecord>(transaction, call.Group, "", name, cancellation)
                    ? Answer.Empty
                    : throw Missing(name),
            call.Cancellation
        );
    }

    private static BusException Missing(string name) => Refusals.NotFound($"Endpoint '{name}' does not exist.");

    private static JsonObject Shown(BusTenant tenant, EndpointRecord endpoint) =>
        Answer.Of([
            .. Configuration(tenant, endpoint),
            .. Address(endpoint),
            ("Description", endpoint.Description),
            ("CreationTime", Answer.Time(endpoint.CreatedAt)),
            ("LastModifiedTime", Answer.Time(endpoint.ModifiedAt)),
        ]);

    private static (string, JsonNode?)[] Configuration(BusTenant tenant, EndpointRecord endpoint) =>
        [
            ("Name", endpoint.Name),
            ("Arn", Arns.Endpoint(tenant, endpoint.Name)),
            ("RoutingConfig", Answer.Json(endpoint.RoutingConfig)),
            ("ReplicationConfig", Answer.Json(endpoint.ReplicationConfig)),
            ("EventBuses", Answer.Json(endpoint.EventBuses)),
            ("RoleArn", endpoint.RoleArn),
            ("State", "ACTIVE"),
        ];

    private static (string, JsonNode?)[] Address(EndpointRecord endpoint) =>
        [
            ("EndpointId", $"{endpoint.Id}.veo"),
            ("EndpointUrl", $"https://{endpoint.Id}.veo.endpoint.events.amazonaws.com"),
        ];
}
