using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Cli.Commands.Destinations;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Workflows;
using Sidetone.Serving;
using Sidetone.Storage.Secrets;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary>What the commands about heartbeats have in common: their stores, and JSON that a person wrote.</summary>
internal static class StoredHeartbeats
{
    /// <summary><c>--file</c>: where a definition is read from.</summary>
    public static Option<string?> File() =>
        new("--file")
        {
            HelpName = "FILE",
            Description = "Read the definition as JSON from a file; - is standard input.",
        };

    /// <summary>The argument that names a heartbeat.</summary>
    public static Argument<string> Name() => new("HEARTBEAT") { Description = "The heartbeat's name or id." };

    /// <summary>Prints one line of JSON.</summary>
    public static void Print(JsonNode json) => Terminal.Out.WriteLine(json.ToJsonString(JsonText.Plain));

    extension(StoreSession store)
    {
        public HeartbeatStore Heartbeats() => new(store.Database, TimeProvider.System);

        public DialRuleStore DialRules() => new(store.Database);

        public JobStore Jobs() => new(store.Database);

        public JobPlanner Planner() => new(store.Database, TimeProvider.System);

        public WorkflowStore Workflows() => new(store.Database, store.Destinations());

        /// <summary>The accounts of the store; it opens the key file.</summary>
        public SipAccountStore Accounts() =>
            new(store.Database, new SecretBox(store.OpenSecret().Derive(SecretKey.StoredSecrets, Guid.Empty)));

        /// <summary>A group's heartbeat.</summary>
        /// <exception cref="CommandFailure">The group has none of that name.</exception>
        public async Task<StoredHeartbeat> HeartbeatAsync(Guid group, string nameOrId) =>
            await store.Heartbeats().FindAsync(group, nameOrId, store.Cancellation)
            ?? throw new CommandFailure($"There is no heartbeat '{nameOrId}'; 'sidetone heartbeat list' shows them.");
    }
}
