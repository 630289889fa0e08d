using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;
using Sidetone.Storage;

namespace Sidetone.Delivery.Dispatch;

/// <summary>Sends what is due at one destination, until nothing is.</summary>
/// <remarks>
/// <code>
///   may it be sent to? ──▶ claim a batch ──▶ send ──▶ write down each event's outcome ──▶ again while batches are full
/// </code>
/// A crash between sending and writing down sends again: at least once. A transactional destination has no such gap.
/// </remarks>
internal sealed partial class DestinationWorker(
    Database database,
    DeliveryClaims claims,
    DestinationDirectory directory,
    DestinationGates gates,
    RetrySchedule retries,
    DeliveryMetrics metrics,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<DestinationWorker> logger
)
{
    // A bound for what one transaction or one memory holds, whatever a destination says that it takes.
    private const int ClaimMax = 1_000;

    private readonly DeliveryOptions _options = options.Value;

    /// <summary>Sends until nothing is due or the server stops; what is under way is finished first.</summary>
    public async Task DrainAsync(DestinationDue due, CancellationToken stopping)
    {
        try
        {
            if (await directory.OpenAsync(due.Id, due.Revision, stopping) is not { } open)
            {
                return;
            }

            await (
                open.Destination switch
                {
                    ITransactionalDestination within => DrainAsync(open.Record, within, stopping),
                    IRemoteDestination remote => DrainAsync(open, remote, stopping),
                    _ => throw new UnreachableException($"BUG: {open.Record} is neither remote nor transactional."),
                }
            );
        }
        catch (DestinationSettingsException unusable)
        {
            await gates.HoldAsync(due.Id, due.Revision, unusable.Message, stopping);
        }
    }

    private async Task DrainAsync(
        DestinationRecord record,
        ITransactionalDestination destination,
        CancellationToken stopping
    )
    {
        var max = Math.Min(destination.BatchMax, ClaimMax);
        IReadOnlyList<ClaimedDelivery> claimed;
        do
        {
            claimed = await claims.ClaimAsync(record, _options.Node, max, _options.Lease, stopping);
            if (claimed.Count == 0)
            {
                return;
            }

            var completed = await AppendAsync(destination, claimed, stopping);
            await destination.CommittedAsync(stopping);
            foreach (var delivery in completed)
            {
                CountDelivered(record, delivery, new DeliveryOutcome.Delivered());
            }

            CountLost(record, claimed.Count - completed.Count);
        } while (claimed.Count == max);
    }

    private async Task<IReadOnlyList<ClaimedDelivery>> AppendAsync(
        ITransactionalDestination destination,
        IReadOnlyList<ClaimedDelivery> claimed,
        CancellationToken stopping
    )
    {
        try
        {
            return await database.WriteAsync(
                async (transaction, stop) =>
                {
                    var held = await claims.CompleteAsync(transaction, claimed, stop);
                    await destination.AppendAsync(transaction, [.. held.Select(delivery => delivery.Event)], stop);
                    return held;
                },
                stopping
            );
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            // Given back, so that nothing waits for the lease; if that fails too, the lease ends it.
            await claims.StoreAsync(
                [.. claimed.Select(delivery => new DeliveryVerdict.Released(delivery, _options.FirstRetryDelay))],
                stopping
            );
            throw;
        }
    }

    private async Task DrainAsync(OpenDestination open, IRemoteDestination destination, CancellationToken stopping)
    {
        var record = open.Record;
        var max = Math.Min(destination.BatchMax * destination.ConcurrentSends, ClaimMax);
        IReadOnlyList<ClaimedDelivery> claimed;
        do
        {
            // Each time, because a backlog may take longer than a probe is believed.
            if (!await gates.PassAsync(open, stopping))
            {
                return;
            }

            var started = time.GetTimestamp();
            claimed = await claims.ClaimAsync(record, _options.Node, max, _options.Lease, stopping);
            if (claimed.Count == 0)
            {
                return;
            }

            var verdicts = await SendAsync(record, destination, claimed, started);

            // Not cancelled: what was sent and is not written down would be sent again.
            CountLost(record, await claims.StoreAsync(verdicts, CancellationToken.None));
            await gates.AnsweredAsync(record, verdicts, stopping);
        } while (claimed.Count == max && !stopping.IsCancellationRequested);
    }

    private async Task<IReadOnlyList<DeliveryVerdict>> SendAsync(
        DestinationRecord record,
        IRemoteDestination destination,
        IReadOnlyList<ClaimedDelivery> claimed,
        long started
    )
    {
        var verdicts = new List<DeliveryVerdict>(claimed.Count);
        var waiting = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var first = true;
        var isHeld = false;
        foreach (var round in ContactOrder.Rounds(claimed))
        {
            var inTime = first || !isHeld && time.GetElapsedTime(started) + destination.LongestSend < _options.Lease;
            first = false;
            var ready = new List<ClaimedDelivery>(round.Count);
            foreach (var delivery in round)
            {
                if (delivery.Event.ContactId is { } contact && waiting.TryGetValue(contact, out var behind))
                {
                    verdicts.Add(new DeliveryVerdict.Released(delivery, behind));
                }
                else if (inTime)
                {
                    ready.Add(delivery);
                }
                else
                {
                    verdicts.Add(new DeliveryVerdict.Released(delivery, TimeSpan.Zero));
                }
            }

            // A claim holds no more than all concurrent sends take, so the chunks need no further bound.
            var sends = ready.Chunk(destination.BatchMax).Select(chunk => SendAsync(record, destination, chunk));
            foreach (var answered in (await Task.WhenAll(sends)).SelectMany(answers => answers))
            {
                verdicts.Add(answered);
                isHeld |= answered.Outcome is DeliveryOutcome.Held;
                if (
                    answered is
                    {
                        Outcome: DeliveryOutcome.RetryLater or DeliveryOutcome.Held,
                        Delivery.Event.ContactId: { } contact
                    }
                )
                {
                    waiting[contact] = answered.RetryDelay;
                }
            }
        }

        return verdicts;
    }

    private async Task<IReadOnlyList<DeliveryVerdict.Answered>> SendAsync(
        DestinationRecord record,
        IRemoteDestination destination,
        ClaimedDelivery[] chunk
    )
    {
        var started = time.GetTimestamp();

        // Not cancelled when the server stops: the destination may have it already, and it ends by itself.
        var outcomes = await destination.SendAsync([.. chunk.Select(claimed => claimed.Event)], CancellationToken.None);
        metrics.Sent(record.Kind, time.GetElapsedTime(started));
        if (outcomes.Count != chunk.Length)
        {
            throw new UnreachableException($"BUG: {record} gave {outcomes.Count} outcomes for {chunk.Length} events.");
        }

        return [.. chunk.Select((delivery, i) => Answer(record, delivery, outcomes[i]))];
    }

    private DeliveryVerdict.Answered Answer(DestinationRecord record, ClaimedDelivery delivery, DeliveryOutcome outcome)
    {
        var delay = TimeSpan.Zero;
        switch (outcome)
        {
            case DeliveryOutcome.Delivered:
                CountDelivered(record, delivery, outcome);
                break;
            case DeliveryOutcome.RetryLater later:
                delay = retries.DelayAfter(delivery.Attempts + 1, later.RetryAfter);
                metrics.Answered(record.Kind, outcome);
                LogRetrying(delivery.Event.Id, record.Id, delivery.Attempts + 1, delay, later.Reason);
                break;
            case DeliveryOutcome.Held:
                // The destination's gate says why, once for all of its events.
                delay = retries.DelayAfter(delivery.Attempts + 1, asked: null);
                metrics.Answered(record.Kind, outcome);
                break;
            case DeliveryOutcome.Rejected rejected:
                metrics.Answered(record.Kind, outcome);
                LogSetAside(delivery.Event.Id, record.Id, rejected.Reason);
                break;
            default:
                throw new UnreachableException($"BUG: unknown outcome {outcome}.");
        }

        return new DeliveryVerdict.Answered(delivery, outcome, delay);
    }

    private void CountDelivered(DestinationRecord record, ClaimedDelivery delivery, DeliveryOutcome outcome)
    {
        metrics.Answered(record.Kind, outcome);
        metrics.Delivered(record.Kind, delivery.Age);
    }

    private void CountLost(DestinationRecord record, int lost)
    {
        if (lost > 0)
        {
            metrics.ClaimsLost(lost);
            LogClaimsLost(lost, record.Id);
        }
    }

    [LoggerMessage(
        3010,
        LogLevel.Information,
        "Event {Event} to {Destination} failed {Failures} times, next try in {Delay}: {Reason}"
    )]
    private partial void LogRetrying(
        Outbox.EventId @event,
        DestinationId destination,
        long failures,
        TimeSpan delay,
        string reason
    );

    [LoggerMessage(3011, LogLevel.Warning, "Event {Event} to {Destination} was set aside: {Reason}")]
    private partial void LogSetAside(Outbox.EventId @event, DestinationId destination, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "{Count} answers of {Destination} came after their claim was lost")]
    private partial void LogClaimsLost(int count, DestinationId destination);
}
