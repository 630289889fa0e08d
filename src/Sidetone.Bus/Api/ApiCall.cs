using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api;

/// <summary>A request whose input was found good.</summary>
/// <param name="Tenant">Whose buses are meant.</param>
/// <param name="Input">What was sent.</param>
/// <param name="Cancellation">The caller left, or the server stops.</param>
internal sealed record ApiCall(BusTenant Tenant, Input Input, CancellationToken Cancellation)
{
    /// <summary>The group.</summary>
    public Guid Group => Tenant.Group;
}
