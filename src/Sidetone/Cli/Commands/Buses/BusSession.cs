using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;
using Sidetone.Delivery;
using Sidetone.Groups;
using Sidetone.Serving;
using Sidetone.Storage.Secrets;

namespace Sidetone.Cli.Commands.Buses;

/// <summary>The bus of one group, beside the store: the same operations that the server carries out, with their checks.</summary>
internal sealed class BusSession
{
    private readonly BusDesk _desk;
    private readonly CancellationToken _cancellation;

    private BusSession(BusDesk desk, BusTenant tenant, string ownBus, CancellationToken cancellation)
    {
        _desk = desk;
        Tenant = tenant;
        OwnBus = ownBus;
        _cancellation = cancellation;
    }

    public BusTenant Tenant { get; }

    /// <summary>The bus on which the group's own events land.</summary>
    public string OwnBus { get; }

    /// <summary><c>--region</c>.</summary>
    public static Option<string> Region() =>
        new("--region")
        {
            HelpName = "REGION",
            Description = "The server's region, which ARNs carry.",
            DefaultValueFactory = _ => new ServerOptions().Region,
        };

    /// <summary><c>--bus</c>.</summary>
    public static Option<string?> Bus() =>
        new("--bus") { HelpName = "NAME", Description = "The bus. Default: the one on which the group's events land." };

    public static async Task<BusSession> OpenAsync(StoreSession store, string group, string region)
    {
        var found = await store.GroupAsync(group);
        return new BusSession(
            BusApi.DeskBeside(store.Database, BoxOf(store), TimeProvider.System),
            new BusTenant(found.Id, found.Account, region),
            BuiltInBusDestinationKind.BusOf(BuiltInBus.DestinationOf(found)),
            store.Cancellation
        );
    }

    /// <summary>What seals secrets in the store.</summary>
    public static SecretBox BoxOf(StoreSession store) =>
        new(store.OpenSecret().Derive(SecretKey.StoredSecrets, Guid.Empty));

    /// <summary>Carries out an operation.</summary>
    /// <exception cref="CommandFailure">It is refused.</exception>
    public async Task<JsonObject> RunAsync(string operation, JsonObject input)
    {
        try
        {
            return await _desk.RunAsync(Tenant, operation, Bytes(input), _cancellation);
        }
        catch (BusException refusal)
        {
            throw new CommandFailure($"{refusal.Code}: {refusal.Message}");
        }
    }

    /// <summary>Every page of a list.</summary>
    /// <exception cref="CommandFailure">It is refused.</exception>
    public async Task<JsonArray> AllAsync(string operation, JsonObject input, string member)
    {
        var all = new JsonArray();
        while (true)
        {
            var page = await RunAsync(operation, input);
            foreach (var one in page[member]!.AsArray())
            {
                all.Add(one?.DeepClone());
            }

            if (page["NextToken"] is not { } token)
            {
                return all;
            }

            input["NextToken"] = token.DeepClone();
        }
    }

    /// <summary>Puts events; the reasons of those that were refused, by their place from 0.</summary>
    /// <exception cref="CommandFailure">The request is refused as a whole.</exception>
    public async Task<IReadOnlyList<(int Place, string Reason)>> PutAsync(JsonArray entries)
    {
        try
        {
            var input = new JsonObject { ["Entries"] = entries };
            var outcomes = await _desk.PutAsync(Tenant, partner: false, Bytes(input), _cancellation);
            return
            [
                .. outcomes
                    .Select(static (outcome, place) => (place, outcome))
                    .Where(static one => one.outcome.EventId is null)
                    .Select(static one => (one.place, $"{one.outcome.ErrorCode}: {one.outcome.ErrorMessage}")),
            ];
        }
        catch (BusException refusal)
        {
            throw new CommandFailure($"{refusal.Code}: {refusal.Message}");
        }
    }

    /// <summary>A member's text; empty when there is none.</summary>
    public static string Text(JsonNode? node, string name) => node?[name]?.ToString() ?? "";

    private static byte[] Bytes(JsonObject input) => Encoding.UTF8.GetBytes(input.ToJsonString());
}
