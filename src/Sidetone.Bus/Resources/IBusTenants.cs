namespace Sidetone.Bus.Resources;

/// <summary>Knows the account of each group; the host brings it.</summary>
public interface IBusTenants
{
    /// <summary>A group as a tenant of the bus; null when there is no such group any more.</summary>
    ValueTask<BusTenant?> FindAsync(Guid group, CancellationToken cancellation);
}
