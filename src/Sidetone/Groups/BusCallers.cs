using System.Diagnostics.CodeAnalysis;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Signing;

namespace Sidetone.Groups;

/// <summary>Groups as the bus knows them: tenants, and the keys that sign for them.</summary>
internal sealed class BusCallers(KeyRing ring) : IBusCallers, IBusTenants
{
    public BusTenant? Default => ring.OldestGroup is { } oldest ? ring.TenantOf(oldest) : null;

    public bool TryFind(string accessKeyId, [NotNullWhen(true)] out SigningKey? key) =>
        ring.TryFindSigner(accessKeyId, out key);

    // The ring follows the database by a second; a group that was just made must not look like one that is gone.
    public async ValueTask<BusTenant?> FindAsync(Guid group, CancellationToken cancellation)
    {
        if (ring.Group(group) is null)
        {
            await ring.RefreshAsync(cancellation);
        }

        return ring.Group(group) is { } known ? ring.TenantOf(known) : null;
    }
}
