using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Partners;

/// <summary>Finds partner event sources.</summary>
internal static class EventSourceDirectory
{
    /// <summary>A source.</summary>
    /// <exception cref="BusException">There is none of that name.</exception>
    public static async Task<PartnerEventSourceRecord> RequireSourceAsync(
        this ResourceStore store,
        Guid group,
        string name,
        CancellationToken cancellation
    ) =>
        await store.FindAsync<PartnerEventSourceRecord>(group, "", name, cancellation) ?? throw Refusals.NoSource(name);
}
