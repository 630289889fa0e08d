using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Dispatch;

/// <summary>Whether events may be sent to a destination, as far as this node found out.</summary>
/// <remarks>
/// <code>
///   new or changed ──probe──▶ open ──▶ … ──probe again after a minute of sending──▶ …
///        │                      │ ▲
///        │ not ready, unusable  │ │ ready; after a send was held, not before one arrives
///        └──────▶ held ◀────────┘ └─────────────── held
///                  └── probed or tried again on the schedule of retries ──┘
/// </code>
/// While a destination is held its deliveries stay as they are: nothing is claimed, no attempt counts, and they go out
/// at once when it opens. Nodes decide for themselves, since their credentials and networks differ; what they found is
/// stored for people to see. Only the one worker of a destination changes its gate.
/// </remarks>
internal sealed partial class DestinationGates(
    DestinationConditions conditions,
    DestinationDirectory directory,
    RetrySchedule retries,
    DeliveryHealth health,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<DestinationGates> logger
)
{
    private readonly Lock _lock = new(); // Guards _gates.
    private readonly Dictionary<DestinationId, Gate> _gates = [];

    /// <summary>
    /// In how long a destination has work: something to send that may be sent, or a probe. Null when it has none.
    /// </summary>
    public TimeSpan? WorkIn(DestinationDue due)
    {
        var isProbed = directory.IsProbed(due.Kind);
        if (Find(due.Id, due.Revision) is not { } gate)
        {
            return isProbed ? TimeSpan.Zero : due.DueIn;
        }

        if (gate.IsOpen)
        {
            return due.DueIn;
        }

        var held = HeldFor(gate);
        return isProbed ? held
            : due.DueIn is { } dueIn && dueIn > held ? dueIn
            : due.DueIn is null ? null
            : held;
    }

    /// <summary>Forgets destinations that are gone, switched off or changed.</summary>
    public void Keep(IReadOnlyList<DestinationDue> destinations)
    {
        lock (_lock)
        {
            if (_gates.Count == 0)
            {
                return;
            }

            var known = destinations.ToDictionary(due => due.Id, due => due.Revision);
            foreach (var (id, gate) in _gates.ToArray())
            {
                if (!known.TryGetValue(id, out var revision) || revision != gate.Revision)
                {
                    _gates.Remove(id);
                }
            }
        }

        CountHeld();
    }

    /// <summary>Whether events may be sent now; probes when nothing recent is known.</summary>
    public async Task<bool> PassAsync(OpenDestination open, CancellationToken cancellation)
    {
        var record = open.Record;
        var probed = open.Destination as IProbedDestination;
        var gate = Find(record.Id, record.Revision);
        if (gate is { IsOpen: false } && HeldFor(gate) > TimeSpan.Zero)
        {
            return false;
        }

        if (probed is null)
        {
            if (gate is { IsOpen: false })
            {
                Set(record.Id, gate with { IsOpen = true });
            }

            return true;
        }

        if (gate is { IsOpen: true } && time.GetElapsedTime(gate.DecidedAt) < options.Value.ProbeEvery)
        {
            return true;
        }

        // Not cancelled when the server stops: it ends by itself, and half a probe would look like a bad one.
        var finding = await probed.ProbeAsync(CancellationToken.None);
        if (!finding.IsReady)
        {
            await HoldAsync(record.Id, record.Revision, finding.Said, cancellation);
            return false;
        }

        var isOnTrial = gate?.IsOnTrial == true;
        Set(
            record.Id,
            new Gate(record.Revision, IsOpen: true, time.GetTimestamp(), TimeSpan.Zero)
            {
                Failures = isOnTrial ? gate!.Failures : 0,
                IsOnTrial = isOnTrial,
                Reason = isOnTrial ? gate!.Reason : null,
            }
        );
        if (!isOnTrial)
        {
            await ReadyAsync(record.Id, record.Revision, finding.Said, gate, cancellation);
        }

        return true;
    }

    /// <summary>Takes note of how sends went: one that was held closes the gate, one that arrived ends the doubt.</summary>
    public async Task AnsweredAsync(
        DestinationRecord record,
        IReadOnlyList<DeliveryVerdict> verdicts,
        CancellationToken cancellation
    )
    {
        var outcomes = verdicts.OfType<DeliveryVerdict.Answered>().Select(answered => answered.Outcome).ToArray();
        var gate = Find(record.Id, record.Revision);
        if (outcomes.OfType<DeliveryOutcome.Held>().FirstOrDefault() is { } held)
        {
            await HoldAsync(record.Id, record.Revision, held.Reason, isOnTrial: true, cancellation);
        }
        else if (gate is { IsOnTrial: true } && outcomes.OfType<DeliveryOutcome.Delivered>().Any())
        {
            Set(record.Id, gate with { IsOnTrial = false, Failures = 0 });
            await ReadyAsync(record.Id, record.Revision, "Events arrive.", gate with { IsOpen = false }, cancellation);
        }
    }

    /// <summary>Sends nothing to a destination for a while, and says why.</summary>
    public Task HoldAsync(DestinationId id, long revision, string reason, CancellationToken cancellation) =>
        HoldAsync(id, revision, reason, Find(id, revision)?.IsOnTrial ?? false, cancellation);

    private async Task HoldAsync(
        DestinationId id,
        long revision,
        string reason,
        bool isOnTrial,
        CancellationToken cancellation
    )
    {
        var before = Find(id, revision);
        var failures = (before?.Failures ?? 0) + 1;
        var wait = retries.DelayAfter(failures, asked: null);
        Set(
            id,
            new Gate(revision, IsOpen: false, time.GetTimestamp(), wait)
            {
                Failures = failures,
                IsOnTrial = isOnTrial,
                Reason = reason,
            }
        );
        if (before?.Reason != reason)
        {
            LogHeld(id, reason);
        }

        await conditions.StoreAsync(id, revision, isReady: false, reason, cancellation);
    }

    private async Task ReadyAsync(
        DestinationId id,
        long revision,
        string said,
        Gate? before,
        CancellationToken cancellation
    )
    {
        if (before is { IsOpen: false })
        {
            LogReady(id, said);
        }

        await conditions.StoreAsync(id, revision, isReady: true, said, cancellation);
    }

    private TimeSpan HeldFor(Gate gate)
    {
        var left = gate.Wait - time.GetElapsedTime(gate.DecidedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private Gate? Find(DestinationId id, long revision)
    {
        lock (_lock)
        {
            return _gates.TryGetValue(id, out var gate) && gate.Revision == revision ? gate : null;
        }
    }

    private void Set(DestinationId id, Gate gate)
    {
        lock (_lock)
        {
            _gates[id] = gate;
        }

        CountHeld();
    }

    private void CountHeld()
    {
        lock (_lock)
        {
            health.Held(_gates.Values.Count(gate => !gate.IsOpen || gate.IsOnTrial));
        }
    }

    [LoggerMessage(3013, LogLevel.Error, "Destination {Destination} is held back, its events wait: {Reason}")]
    private partial void LogHeld(DestinationId destination, string reason);

    [LoggerMessage(3014, LogLevel.Information, "Destination {Destination} is ready again: {Said}")]
    private partial void LogReady(DestinationId destination, string said);

    /// <param name="Revision">The settings that it is about.</param>
    /// <param name="IsOpen">Whether events may be sent.</param>
    /// <param name="DecidedAt">When that was found out, as a timestamp of the time provider.</param>
    /// <param name="Wait">How long it stays closed.</param>
    private sealed record Gate(long Revision, bool IsOpen, long DecidedAt, TimeSpan Wait)
    {
        /// <summary>How often it closed since an event or a probe last went well.</summary>
        public int Failures { get; init; }

        /// <summary>A send was held although a probe may have been good: only an event that arrives ends it.</summary>
        public bool IsOnTrial { get; init; }

        public string? Reason { get; init; }
    }
}
