using System.Diagnostics.CodeAnalysis;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Signing;

namespace Sidetone.Groups.BusKeys;

/// <summary>Groups as the bus knows them: tenants, and the keys that sign for them.</summary>
internal sealed class BusCallers(KeyRing ring) : IBusCallers
{
    public BusTenant? Default => ring.OldestGroup is { } oldest ? ring.TenantOf(oldest) : null;

    public bool TryFind(string accessKeyId, [NotNullWhen(true)] out SigningKey? key) =>
        ring.TryFindSigner(accessKeyId, out key);
}
