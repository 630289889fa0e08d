using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;
using Sidetone.Serving;
using Sidetone.Storage.Secrets;

namespace Sidetone.Cli.Commands;

/// <summary>What the commands about destinations have in common: finding them in an opened store, and showing them.</summary>
internal static class StoredDestinations
{
    /// <summary>The argument that names a destination.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The destination's name." };

    /// <summary>The option that lets a destination's URL lead to private addresses, as <c>serve</c> has it.</summary>
    public static Option<bool> AllowPrivate() =>
        new("--allow-private-addresses")
        {
            Description = "Let the destination's URL lead to private addresses, as 'serve' with this option does.",
        };

    /// <summary>Where a destination's URL may lead when a person tries it from here: this machine, too.</summary>
    public static OutgoingAddressPolicy Policy(bool allowPrivate) =>
        new(
            allowLoopback: true,
            allowPrivate ? [System.Net.IPNetwork.Parse("0.0.0.0/0"), System.Net.IPNetwork.Parse("::/0")] : []
        );

    /// <summary>A destination as it is printed; never its secrets.</summary>
    public static JsonObject Json(DestinationRecord destination) =>
        new()
        {
            ["id"] = destination.Id.ToString(),
            ["name"] = destination.Name,
            ["kind"] = destination.Kind,
            ["source"] = destination.Source,
            ["enabled"] = destination.Enabled,
            ["settings"] = JsonNode.Parse(destination.Settings),
        };

    extension(StoreSession store)
    {
        /// <summary>The destinations of the store; it opens the key file.</summary>
        public DestinationStore Destinations() =>
            new(store.Database, new SecretBox(store.OpenSecret().Derive(SecretKey.StoredSecrets, Guid.Empty)));

        /// <summary>A group's destination.</summary>
        /// <exception cref="CommandFailure">The group has none of that name.</exception>
        public async Task<DestinationRecord> DestinationAsync(string groupName, string name)
        {
            var group = await store.GroupAsync(groupName);
            var all = await store.Destinations().ListAsync(group.Id, store.Cancellation);
            return all.FirstOrDefault(each => each.Name == name)
                ?? throw new CommandFailure($"Group '{group.Name}' has no destination '{name}'.");
        }
    }
}
