using Sidetone.Bus.Buses;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Storage;

namespace Sidetone.Bus.Targets.Buses;

/// <summary>Other buses of the same group: <c>arn:aws:events:{region}:{account}:event-bus/{name}</c>.</summary>
internal sealed class BusTargetKind(Database database, BusLog log, ResourceStore resources) : ITargetKind
{
    public bool Takes(string arn) => TargetArn.IsOf(arn, "aws", "events", "event-bus");

    public async Task<ITarget> OpenAsync(BusTenant tenant, TargetRecord target, CancellationToken cancellation)
    {
        var name = TargetArn.NameOf(target.Arn, "event-bus", tenant);
        if (
            name != EventBusRecord.DefaultName
            && await resources.FindAsync<EventBusRecord>(tenant.Group, "", name, cancellation) is null
        )
        {
            throw new TargetUnusableException(TargetErrors.NoResource, $"Event bus {name} does not exist.");
        }

        return new BusTarget(database, log, name);
    }
}
