using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Connections;

/// <summary>Makes, changes, shows and removes API destinations.</summary>
internal sealed class ApiDestinationOperations(ResourceStore store, TimeProvider time, IOptions<BusLimits> limits)
    : IOperations
{
    public IEnumerable<Operation> All =>
        [
            new("CreateApiDestination", ApiDestinationShapes.Create, CreateAsync),
            new("UpdateApiDestination", ApiDestinationShapes.Update, UpdateAsync),
            new("DescribeApiDestination", ApiDestinationShapes.Describe, DescribeAsync),
            new("ListApiDestinations", ApiDestinationShapes.List, ListAsync),
            new("DeleteApiDestination", ApiDestinationShapes.Delete, DeleteAsync),
        ];

    private Task<JsonObject> CreateAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var destination = new ApiDestinationRecord
        {
            Name = call.Input.Required("Name"),
            Id = Guid.CreateVersion7(now),
            Description = call.Input.Text("Description"),
            ConnectionArn = call.Input.Required("ConnectionArn"),
            InvocationEndpoint = call.Input.Required("InvocationEndpoint"),
            HttpMethod = call.Input.Required("HttpMethod"),
            InvocationRateLimitPerSecond = call.Input.Number("InvocationRateLimitPerSecond"),
            State = ApiDestinationRecord.Inactive,
            CreatedAt = now,
            ModifiedAt = now,
        };
        RequireEndpoint(destination.InvocationEndpoint);
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var all = await ResourceStore.ListAsync<ApiDestinationRecord>(
                    transaction,
                    call.Group,
                    "",
                    cancellation
                );
                if (all.Any(one => one.Name == destination.Name))
                {
                    throw Refusals.Exists($"An api-destination '{destination.Name}' already exists.");
                }

                if (all.Count >= limits.Value.ApiDestinations)
                {
                    throw Refusals.TooMany();
                }

                var connection = await ConnectionDirectory.RequireOfArnAsync(
                    store,
                    transaction,
                    call.Tenant,
                    destination.ConnectionArn,
                    cancellation
                );
                var made = destination with { State = ApiDestinationRecord.StateWith(connection) };
                await ResourceStore.PutAsync(transaction, call.Group, made, cancellation);
                return Brief(call.Tenant, made);
            },
            call.Cancellation
        );
    }

    private Task<JsonObject> UpdateAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        if (call.Input.Text("InvocationEndpoint") is { } endpoint)
        {
            RequireEndpoint(endpoint);
        }

        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var old =
                    await store.FindAsync<ApiDestinationRecord>(transaction, call.Group, "", name, cancellation)
                    ?? throw Missing(name);
                var next = old with
                {
                    Description = call.Input.Text("Description") ?? old.Description,
                    ConnectionArn = call.Input.Text("ConnectionArn") ?? old.ConnectionArn,
                    InvocationEndpoint = call.Input.Text("InvocationEndpoint") ?? old.InvocationEndpoint,
                    HttpMethod = call.Input.Text("HttpMethod") ?? old.HttpMethod,
                    InvocationRateLimitPerSecond =
                        call.Input.Number("InvocationRateLimitPerSecond") ?? old.InvocationRateLimitPerSecond,
                    ModifiedAt = time.GetUtcNow(),
                };
                var connection = await ConnectionDirectory.RequireOfArnAsync(
                    store,
                    transaction,
                    call.Tenant,
                    next.ConnectionArn,
                    cancellation
                );
                next = next with { State = ApiDestinationRecord.StateWith(connection) };
                await ResourceStore.PutAsync(transaction, call.Group, next, cancellation);
                return Brief(call.Tenant, next);
            },
            call.Cancellation
        );
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        var destination =
            await store.FindAsync<ApiDestinationRecord>(call.Group, "", name, call.Cancellation) ?? throw Missing(name);
        return Answer.Of([("Description", destination.Description), .. Shown(call.Tenant, destination)]);
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var prefix = call.Input.Text("NamePrefix") ?? "";
        var connection = call.Input.Text("ConnectionArn");
        var all = await store.ListAsync<ApiDestinationRecord>(call.Group, "", call.Cancellation);
        return Page.Of(
            call.Input,
            "ApiDestinations",
            all.Where(one =>
                one.Name.StartsWith(prefix, StringComparison.Ordinal)
                && (connection is null || one.ConnectionArn == connection)
            ),
            static one => one.Name,
            one => Answer.Of(Shown(call.Tenant, one))
        );
    }

    private Task<JsonObject> DeleteAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
                await ResourceStore.RemoveAsync<ApiDestinationRecord>(transaction, call.Group, "", name, cancellation)
                    ? Answer.Empty
                    : throw Missing(name),
            call.Cancellation
        );
    }

    // AWS takes https alone; a developer's own server is reached by http. Which addresses may be called is decided
    // when they are called.
    private static void RequireEndpoint(string endpoint)
    {
        var url = endpoint.Replace('*', '_');
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("https" or "http"))
        {
            throw Refusals.Parameter("InvocationEndpoint", "It must be a URL that begins with https:// or http://.");
        }
    }

    private static BusException Missing(string name) =>
        Refusals.NotFound($"Failed to describe the api-destination(s). An api-destination '{name}' does not exist.");

    private static JsonObject Brief(BusTenant tenant, ApiDestinationRecord destination) =>
        Answer.Of(
            ("ApiDestinationArn", Arns.ApiDestination(tenant, destination)),
            ("ApiDestinationState", destination.State),
            ("CreationTime", Answer.Time(destination.CreatedAt)),
            ("LastModifiedTime", Answer.Time(destination.ModifiedAt))
        );

    private static (string, JsonNode?)[] Shown(BusTenant tenant, ApiDestinationRecord destination) =>
        [
            ("ApiDestinationArn", Arns.ApiDestination(tenant, destination)),
            ("Name", destination.Name),
            ("ApiDestinationState", destination.State),
            ("ConnectionArn", destination.ConnectionArn),
            ("InvocationEndpoint", destination.InvocationEndpoint),
            ("HttpMethod", destination.HttpMethod),
            (
                "InvocationRateLimitPerSecond",
                destination.InvocationRateLimitPerSecond ?? ApiDestinationRecord.DefaultRate
            ),
            ("CreationTime", Answer.Time(destination.CreatedAt)),
            ("LastModifiedTime", Answer.Time(destination.ModifiedAt)),
        ];
}
