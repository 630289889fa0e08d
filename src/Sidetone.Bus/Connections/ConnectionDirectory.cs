using System.Data.Common;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Connections;

/// <summary>Finds connections, and what depends on them.</summary>
internal static class ConnectionDirectory
{
    /// <summary>Within a transaction: the connection of an ARN.</summary>
    /// <exception cref="BusException">There is none, or one that was made later under its name.</exception>
    public static async Task<ConnectionRecord> RequireOfArnAsync(
        ResourceStore store,
        DbTransaction transaction,
        BusTenant tenant,
        string arn,
        CancellationToken cancellation
    )
    {
        var name = arn.Split('/') is [_, var found, _] ? found : "";
        var connection = await store.FindAsync<ConnectionRecord>(transaction, tenant.Group, "", name, cancellation);
        return connection is not null && arn.EndsWith($"/{connection.Id}", StringComparison.Ordinal)
            ? connection
            : throw Refusals.NotFound($"Connection '{arn}' does not exist.");
    }

    /// <summary>Within a transaction: gives the API destinations of a connection the state that it lets them have.</summary>
    public static async Task FollowAsync(
        DbTransaction transaction,
        BusTenant tenant,
        ConnectionRecord connection,
        bool removed,
        CancellationToken cancellation
    )
    {
        var arn = Arns.Connection(tenant, connection);
        var state = removed ? ApiDestinationRecord.Inactive : ApiDestinationRecord.StateWith(connection);
        foreach (
            var destination in await ResourceStore.ListAsync<ApiDestinationRecord>(
                transaction,
                tenant.Group,
                "",
                cancellation
            )
        )
        {
            if (destination.ConnectionArn == arn && destination.State != state)
            {
                await ResourceStore.PutAsync(
                    transaction,
                    tenant.Group,
                    destination with
                    {
                        State = state,
                    },
                    cancellation
                );
            }
        }
    }
}
