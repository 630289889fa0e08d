using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Connections;

/// <summary>Makes, changes, shows and removes connections. Their secrets come in and are never shown.</summary>
internal sealed class ConnectionOperations(
    ResourceStore store,
    ConnectionSecrets secrets,
    TimeProvider time,
    IOptions<BusLimits> limits
) : IOperations
{
    public IEnumerable<Operation> All =>
        [
            new("CreateConnection", ConnectionShapes.Create, CreateAsync),
            new("UpdateConnection", ConnectionShapes.Update, UpdateAsync),
            new("DescribeConnection", ConnectionShapes.Describe, DescribeAsync),
            new("ListConnections", ConnectionShapes.List, ListAsync),
            new("DeleteConnection", ConnectionShapes.Delete, DeleteAsync),
            new("DeauthorizeConnection", ConnectionShapes.Deauthorize, DeauthorizeAsync),
        ];

    private Task<JsonObject> CreateAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var type = call.Input.Required("AuthorizationType");
        var parameters = AuthParameters.Require(Given(call.Input), type);
        var connection = secrets.Seal(
            new ConnectionRecord
            {
                Name = call.Input.Required("Name"),
                Id = Guid.CreateVersion7(now),
                SecretId = Guid.CreateVersion7(now),
                Description = call.Input.Text("Description"),
                AuthorizationType = type,
                State = StateOf(type),
                PublicParameters = "",
                SealedParameters = [],
                CreatedAt = now,
                ModifiedAt = now,
                AuthorizedAt = now,
            },
            parameters
        );
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var all = await ResourceStore.ListAsync<ConnectionRecord>(transaction, call.Group, "", cancellation);
                if (all.Any(one => one.Name == connection.Name))
                {
                    throw Refusals.Exists($"Connection {connection.Name} already exists.");
                }

                if (all.Count >= limits.Value.Connections)
                {
                    throw Refusals.TooMany();
                }

                await ResourceStore.PutAsync(transaction, call.Group, connection, cancellation);
                return Answer.Of(Brief(call.Tenant, connection));
            },
            call.Cancellation
        );
    }

    private Task<JsonObject> UpdateAsync(ApiCall call) =>
        ChangeAsync(
            call,
            old =>
            {
                var now = time.GetUtcNow();
                var type = call.Input.Text("AuthorizationType") ?? old.AuthorizationType;
                var next = old with
                {
                    Description = call.Input.Text("Description") ?? old.Description,
                    AuthorizationType = type,
                    ModifiedAt = now,
                };
                if (!call.Input.Has("AuthParameters") && type == old.AuthorizationType)
                {
                    return (next, next.State);
                }

                var parameters = AuthParameters.Merge(secrets.Open(old), Given(call.Input));
                next = next with { State = StateOf(type), AuthorizedAt = now };
                return (secrets.Seal(next, AuthParameters.Require(parameters, type)), next.State);
            },
            remove: false
        );

    private Task<JsonObject> DeauthorizeAsync(ApiCall call) =>
        ChangeAsync(
            call,
            old =>
                (
                    secrets.Seal(old with { State = ConnectionRecord.Deauthorized, ModifiedAt = time.GetUtcNow() }, []),
                    "DEAUTHORIZING"
                ),
            remove: false
        );

    private Task<JsonObject> DeleteAsync(ApiCall call) =>
        ChangeAsync(call, static old => (old, "DELETING"), remove: true);

    /// <summary>Changes a connection and the state of what depends on it; answers with the state that the caller sees.</summary>
    private Task<JsonObject> ChangeAsync(
        ApiCall call,
        Func<ConnectionRecord, (ConnectionRecord Next, string State)> change,
        bool remove
    )
    {
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var old =
                    await store.FindAsync<ConnectionRecord>(transaction, call.Group, "", name, cancellation)
                    ?? throw Missing(name);
                var (next, state) = change(old);
                if (remove)
                {
                    await ResourceStore.RemoveAsync<ConnectionRecord>(transaction, call.Group, "", name, cancellation);
                }
                else
                {
                    await ResourceStore.PutAsync(transaction, call.Group, next, cancellation);
                }

                await ConnectionDirectory.FollowAsync(transaction, call.Tenant, next, remove, cancellation);
                return Answer.Of([
                    .. Brief(call.Tenant, next with { State = state }),
                    ("LastAuthorizedTime", Answer.Time(next.AuthorizedAt)),
                ]);
            },
            call.Cancellation
        );
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        var connection =
            await store.FindAsync<ConnectionRecord>(call.Group, "", name, call.Cancellation) ?? throw Missing(name);
        return Answer.Of([
            .. Shown(call.Tenant, connection),
            ("Description", connection.Description),
            ("SecretArn", SecretArn(call.Tenant, connection)),
            ("AuthParameters", Answer.Json(connection.PublicParameters)),
        ]);
    }

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var prefix = call.Input.Text("NamePrefix") ?? "";
        var state = call.Input.Text("ConnectionState");
        var all = await store.ListAsync<ConnectionRecord>(call.Group, "", call.Cancellation);
        return Page.Of(
            call.Input,
            "Connections",
            all.Where(one =>
                one.Name.StartsWith(prefix, StringComparison.Ordinal) && (state is null || one.State == state)
            ),
            static one => one.Name,
            one => Answer.Of(Shown(call.Tenant, one))
        );
    }

    private static JsonObject Given(Input input) => Answer.Json(input.Json("AuthParameters")) as JsonObject ?? [];

    // A client's credentials are good once a token was had for them, which the first invocation asks for.
    private static string StateOf(string type) =>
        type == "OAUTH_CLIENT_CREDENTIALS" ? ConnectionRecord.Authorizing : ConnectionRecord.Authorized;

    private static BusException Missing(string name) =>
        Refusals.NotFound($"Failed to describe the connection(s). Connection '{name}' does not exist.");

    // On AWS the secret stands in Secrets Manager under this name; six characters end it there.
    private static string SecretArn(BusTenant tenant, ConnectionRecord connection) =>
        $"arn:aws:secretsmanager:{tenant.Region}:{tenant.Account}:secret:"
        + $"events!connection/{connection.Name}/{connection.SecretId}-{connection.SecretId.ToString("n")[^6..]}";

    private static (string, JsonNode?)[] Brief(BusTenant tenant, ConnectionRecord connection) =>
        [
            ("ConnectionArn", Arns.Connection(tenant, connection)),
            ("ConnectionState", connection.State),
            ("CreationTime", Answer.Time(connection.CreatedAt)),
            ("LastModifiedTime", Answer.Time(connection.ModifiedAt)),
        ];

    private static (string, JsonNode?)[] Shown(BusTenant tenant, ConnectionRecord connection) =>
        [
            .. Brief(tenant, connection),
            ("Name", connection.Name),
            ("StateReason", connection.StateReason),
            ("AuthorizationType", connection.AuthorizationType),
            ("LastAuthorizedTime", Answer.Time(connection.AuthorizedAt)),
        ];
}
