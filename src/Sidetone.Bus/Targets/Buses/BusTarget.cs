using Sidetone.Bus.Log;
using Sidetone.Storage;

namespace Sidetone.Bus.Targets.Buses;

/// <summary>Puts events on another bus as they are.</summary>
/// <remarks>
/// An event keeps its id, and is on a bus once: what is sent again changes nothing, two rules that forward the same event
/// put it there once, and buses that forward to each other in a circle end when it comes back to where it was.
/// </remarks>
internal sealed class BusTarget(Database database, BusLog log, string bus) : ITarget
{
    public int BatchMax => 200;

    public int ConcurrentCalls => 1;

    public TimeSpan LongestCall => TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<InvocationOutcome>> InvokeAsync(
        IReadOnlyList<Invocation> invocations,
        CancellationToken cancellation
    )
    {
        await database.WriteAsync(
            (transaction, stop) => log.AppendAsync(transaction, [.. invocations.Select(Forwarded)], stop),
            cancellation
        );
        await log.AnnounceAsync(cancellation);
        return [.. invocations.Select(_ => InvocationOutcome.Succeeded.Value)];
    }

    private BusEvent Forwarded(Invocation invocation) =>
        new()
        {
            Group = invocation.Event.Group,
            Bus = bus,
            Id = invocation.Event.Id,
            Edition = invocation.Event.Edition,
            DetailType = invocation.Event.DetailType,
            Source = invocation.Event.Source,
            Time = invocation.Event.Time,
            Envelope = invocation.Event.Envelope,
        };
}
