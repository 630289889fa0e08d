using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Buses;

/// <summary>
/// Keeps a bus's resource policy as AWS would show it. It grants and refuses nothing here: groups are kept apart without it.
/// </summary>
internal sealed class PermissionOperations(ResourceStore store, TimeProvider time, IOptions<BusLimits> limits)
    : IOperations
{
    private static readonly string[] s_required = ["StatementId", "Action", "Principal"];

    public IEnumerable<Operation> All =>
        [
            new("PutPermission", BusShapes.PutPermission, PutAsync),
            new("RemovePermission", BusShapes.RemovePermission, RemoveAsync),
        ];

    private Task<JsonObject> PutAsync(ApiCall call) =>
        ChangeAsync(
            call,
            bus => call.Input.Text("Policy") is { } whole ? Whole(whole) : WithStatement(bus, Statement(call, bus.Name))
        );

    private Task<JsonObject> RemoveAsync(ApiCall call) =>
        ChangeAsync(
            call,
            bus =>
            {
                if (call.Input.Flag("RemoveAllPermissions"))
                {
                    return null;
                }

                var id = call.Input.Text("StatementId");
                var statements = Statements(bus.Policy);
                var left = statements.Where(statement => SidOf(statement) != id).ToList();
                if (id is null || left.Count == statements.Count)
                {
                    throw Refusals.NotFound("Statement with the provided id does not exist.");
                }

                return left.Count == 0 ? null : Policy(left);
            }
        );

    private Task<JsonObject> ChangeAsync(ApiCall call, Func<EventBusRecord, string?> change)
    {
        var name = BusNames.Bus(call.Input.Text("EventBusName"));
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var bus = await store.RequireBusAsync(transaction, call.Group, name, cancellation);
                var policy = change(bus);
                if (policy?.Length > limits.Value.PolicyCharacters)
                {
                    throw new BusException(
                        "PolicyLengthExceededException",
                        $"The policy of event bus {name} is longer than {limits.Value.PolicyCharacters} characters."
                    );
                }

                var next = bus with { Policy = policy, ModifiedAt = time.GetUtcNow() };
                await ResourceStore.PutAsync(transaction, call.Group, next, cancellation);
                return Answer.Empty;
            },
            call.Cancellation
        );
    }

    private static JsonObject Statement(ApiCall call, string bus)
    {
        string[] missing = [.. s_required.Where(name => !call.Input.Has(name))];
        if (missing.Length > 0)
        {
            throw Refusals.Invalid($"Parameter(s) {string.Join(", ", missing)} must be specified.");
        }

        var principal = call.Input.Required("Principal");
        return Answer.Of(
            ("Sid", call.Input.Text("StatementId")),
            ("Effect", "Allow"),
            ("Principal", principal == "*" ? "*" : Answer.Of(("AWS", $"arn:aws:iam::{principal}:root"))),
            ("Action", call.Input.Text("Action")),
            ("Resource", Arns.Bus(call.Tenant, bus)),
            (
                "Condition",
                call.Input.Structure("Condition") is { } condition
                    ? Answer.Of(
                        (condition.Required("Type"), Answer.Of((condition.Required("Key"), condition.Text("Value"))))
                    )
                    : null
            )
        );
    }

    // A statement with the id of one that is there takes its place.
    private static string WithStatement(EventBusRecord bus, JsonObject statement)
    {
        var id = SidOf(statement);
        return Policy([.. Statements(bus.Policy).Where(old => SidOf(old) != id), statement]);
    }

    private static string Whole(string policy)
    {
        try
        {
            // Only read: it is kept as it was written.
            if (JsonDocument.Parse(policy) is { RootElement.ValueKind: JsonValueKind.Object } document)
            {
                document.Dispose();
                return policy;
            }
        }
        catch (JsonException)
        {
            // Refused below.
        }

        throw Refusals.Parameter("Policy", "It is not a JSON object.");
    }

    private static string Policy(IEnumerable<JsonNode?> statements) =>
        Answer
            .Of(
                ("Version", "2012-10-17"),
                ("Statement", Answer.List(statements, static statement => statement?.DeepClone()))
            )
            .ToJsonString();

    private static List<JsonNode?> Statements(string? policy)
    {
        if (policy is null)
        {
            return [];
        }

        // A policy that was put whole may have one statement without a list around it, and names twice.
        try
        {
            return JsonNode.Parse(policy) is JsonObject whole && whole["Statement"] is { } found
                ? found is JsonArray list
                    ? [.. list]
                    : [found]
                : [];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    private static string? SidOf(JsonNode? statement)
    {
        try
        {
            return statement is JsonObject known && known["Sid"] is JsonValue sid && sid.TryGetValue(out string? text)
                ? text
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
