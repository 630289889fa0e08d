using Sidetone.Bus.Buses;
using Sidetone.Bus.Partners;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Events;

/// <summary>Finds the bus that an entry goes to.</summary>
internal sealed class EventAddress(ResourceStore resources)
{
    /// <summary>The bus that an entry names, by its name or ARN; null when the tenant has none of that name.</summary>
    public async Task<string?> OfAsync(BusTenant tenant, string? nameOrArn, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(nameOrArn))
        {
            return EventBusRecord.DefaultName;
        }

        var ours = Arns.Bus(tenant, "");
        var name = nameOrArn.StartsWith(ours, StringComparison.Ordinal) ? nameOrArn[ours.Length..] : nameOrArn;
        return
            name == EventBusRecord.DefaultName
            || await resources.FindAsync<EventBusRecord>(tenant.Group, "", name, cancellation) is not null
            ? name
            : null;
    }

    /// <summary>The bus that belongs to a partner event source; null when the source is not active.</summary>
    public async Task<string?> OfSourceAsync(BusTenant tenant, string source, CancellationToken cancellation)
    {
        if (
            await resources.FindAsync<PartnerEventSourceRecord>(tenant.Group, "", source, cancellation)
            is not { State: "ACTIVE" }
        )
        {
            return null;
        }

        var bus = await resources.FindAsync<EventBusRecord>(tenant.Group, "", source, cancellation);
        return bus?.EventSourceName == source ? bus.Name : null;
    }
}
