using System.Collections.Concurrent;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Inputs;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Targets;

namespace Sidetone.Bus.Invocations;

/// <summary>Opens lanes: finds their targets' settings and who can invoke them. Kept until a resource changes.</summary>
internal sealed class LaneDirectory(ResourceStore resources, IBusTenants tenants, IEnumerable<ITargetKind> kinds)
{
    private readonly ITargetKind[] _kinds = [.. kinds];
    private readonly ConcurrentDictionary<long, (long Revision, OpenLane Open)> _open = [];

    /// <summary>A lane as of a revision of its group's resources, or a newer one.</summary>
    public async Task<OpenLane> OpenAsync(LaneDue due, CancellationToken cancellation)
    {
        if (_open.TryGetValue(due.Number, out var known) && known.Revision == due.Revision)
        {
            return known.Open;
        }

        var open = await OpenAsync(due.Lane, cancellation);
        _open[due.Number] = (due.Revision, open);
        return open;
    }

    /// <summary>Forgets lanes that are not there any more.</summary>
    public void Keep(IReadOnlyCollection<long> numbers)
    {
        if (_open.Count <= numbers.Count)
        {
            return;
        }

        foreach (var number in _open.Keys.Except(numbers).ToArray())
        {
            _open.TryRemove(number, out _);
        }
    }

    private async Task<OpenLane> OpenAsync(LaneKey lane, CancellationToken cancellation)
    {
        var tenant = await tenants.FindAsync(lane.Group, cancellation);
        var record = tenant is null
            ? null
            : await resources.FindAsync<TargetRecord>(
                lane.Group,
                TargetRecord.ParentOf(lane.Bus, lane.Rule),
                lane.Target,
                cancellation
            );
        if (tenant is null || record is null)
        {
            return new OpenLane
            {
                Lane = lane,
                Record = null,
                RuleArn = tenant is null ? "" : Arns.Rule(tenant, lane.Bus, lane.Rule),
                DeadLetterArn = tenant is null ? null : await BusDeadLetterAsync(lane, cancellation),
                Target = null,
                Problem = new TargetUnusableException(
                    TargetErrors.NoResource,
                    $"Target {lane.Target} of rule {lane.Rule} was removed."
                ),
                Input = TargetInput.Of(Nothing(lane)),
            };
        }

        var deadLetter = record.DeadLetterConfig?.Arn ?? await BusDeadLetterAsync(lane, cancellation);
        var (target, problem) = await OpenAsync(tenant, record, lane.IsDeadLetter, deadLetter, cancellation);
        return new OpenLane
        {
            Lane = lane,
            Record = record,
            RuleArn = Arns.Rule(tenant, lane.Bus, lane.Rule),
            DeadLetterArn = deadLetter,
            Target = target,
            Problem = problem,

            // A dead letter is the event as it was, whatever the target was to be sent.
            Input = TargetInput.Of(lane.IsDeadLetter ? Nothing(lane) : record),
        };
    }

    private async Task<(ITarget? Target, TargetUnusableException? Problem)> OpenAsync(
        BusTenant tenant,
        TargetRecord record,
        bool isDeadLetter,
        string? deadLetterArn,
        CancellationToken cancellation
    )
    {
        try
        {
            if (!isDeadLetter)
            {
                return (await KindOf(record.Arn, deadLetter: false).OpenAsync(tenant, record, cancellation), null);
            }

            var arn =
                deadLetterArn
                ?? throw new TargetUnusableException(
                    TargetErrors.NoResource,
                    "The target has no dead letter any more."
                );
            var taker = new TargetRecord
            {
                Bus = record.Bus,
                Rule = record.Rule,
                Id = record.Id,
                Arn = arn,
            };
            return (await KindOf(arn, deadLetter: true).OpenAsync(tenant, taker, cancellation), null);
        }
        catch (TargetUnusableException problem)
        {
            return (null, problem);
        }
    }

    private ITargetKind KindOf(string arn, bool deadLetter) =>
        Array.Find(_kinds, kind => kind.Takes(arn) && (!deadLetter || kind.TakesDeadLetters))
        ?? throw new TargetUnusableException(
            TargetErrors.NoResource,
            deadLetter
                ? $"{arn} cannot take dead letters: an SQS queue or a file of this bus can."
                : $"{arn} is a target that only AWS can invoke; this bus invokes API destinations, buses, SQS queues, "
                    + "and its own files and streams."
        );

    private async Task<string?> BusDeadLetterAsync(LaneKey lane, CancellationToken cancellation) =>
        (await resources.FindAsync<EventBusRecord>(lane.Group, "", lane.Bus, cancellation))?.DeadLetterArn;

    private static TargetRecord Nothing(LaneKey lane) =>
        new()
        {
            Bus = lane.Bus,
            Rule = lane.Rule,
            Id = lane.Target,
            Arn = "",
        };
}
