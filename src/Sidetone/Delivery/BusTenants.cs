using System.Collections.Concurrent;
using Sidetone.Bus.Resources;
using Sidetone.Groups;

namespace Sidetone.Delivery;

/// <summary>Groups as tenants of the bus. A group's account never changes, so it is asked for once.</summary>
internal sealed class BusTenants(GroupStore groups, string region) : IBusTenants
{
    private readonly ConcurrentDictionary<Guid, BusTenant> _known = [];

    public async ValueTask<BusTenant?> FindAsync(Guid group, CancellationToken cancellation)
    {
        if (_known.TryGetValue(group, out var known))
        {
            return known;
        }

        return await groups.FindAsync(group.ToString(), cancellation) is { } found
            ? _known.GetOrAdd(group, new BusTenant(group, found.Account, region))
            : null;
    }
}
