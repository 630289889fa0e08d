using Microsoft.Extensions.Options;
using Sidetone.Bus.Log;
using Sidetone.Bus.Resources;
using Sidetone.Storage;

namespace Sidetone.Bus.Events;

/// <summary>Takes events from outside: <c>PutEvents</c> and <c>PutPartnerEvents</c>.</summary>
/// <remarks>
/// An entry that is accepted is on disk before the answer. Entries are refused one by one; the request as a whole only
/// for its count and size.
/// </remarks>
public sealed class EventIntake
{
    private const int EntriesMax = 10;
    private const int PartnerEntriesMax = 20;
    private const string NotAuthorized = "NotAuthorizedForSourceException";
    private const string AwsPrefix = "aws.";
    private const string PartnerPrefix = "aws.partner/";

    private readonly EventAddress _address;
    private readonly EventQueue _queue;
    private readonly TimeProvider _time;
    private readonly EventIntakeOptions _options;

    /// <summary>An intake into the log of a database.</summary>
    public EventIntake(
        Database database,
        BusLog log,
        ResourceStore resources,
        TimeProvider time,
        IOptions<EventIntakeOptions> options
    )
    {
        _address = new EventAddress(resources);
        _queue = new EventQueue(database, log);
        _time = time;
        _options = options.Value;
    }

    /// <summary><c>PutEvents</c>: 1 to 10 entries; the outcomes, in their order.</summary>
    /// <exception cref="BusException">The request is refused as a whole: <c>ValidationException</c>.</exception>
    /// <exception cref="StoreBusyException">Try again later; nothing was accepted.</exception>
    /// <exception cref="StoreFullException">The disk is full; nothing was accepted.</exception>
    public Task<IReadOnlyList<EntryOutcome>> PutAsync(
        BusTenant tenant,
        IReadOnlyList<EventEntry> entries,
        CancellationToken cancellation
    )
    {
        EntryChecks.RequireCount(entries, EntriesMax, "PutEventsRequestEntry");
        return PutAsync(tenant, entries, FindBusAsync, cancellation);
    }

    /// <summary><c>PutPartnerEvents</c>: 1 to 20 entries, each to the bus that belongs to its source.</summary>
    /// <exception cref="BusException">The request is refused as a whole: <c>ValidationException</c>.</exception>
    /// <exception cref="StoreBusyException">Try again later; nothing was accepted.</exception>
    /// <exception cref="StoreFullException">The disk is full; nothing was accepted.</exception>
    public Task<IReadOnlyList<EntryOutcome>> PutPartnerAsync(
        BusTenant tenant,
        IReadOnlyList<EventEntry> entries,
        CancellationToken cancellation
    )
    {
        EntryChecks.RequireCount(entries, PartnerEntriesMax, "PutPartnerEventsRequestEntry");
        return PutAsync(tenant, entries, FindSourceBusAsync, cancellation);
    }

    private async Task<IReadOnlyList<EntryOutcome>> PutAsync(
        BusTenant tenant,
        IReadOnlyList<EventEntry> entries,
        Func<BusTenant, EventEntry, CancellationToken, Task<FoundBus>> findBus,
        CancellationToken cancellation
    )
    {
        EntryChecks.RequireSize(entries, _options.RequestBytesMax);
        var outcomes = new EntryOutcome[entries.Count];
        var accepted = new List<BusEvent>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            outcomes[i] = await TakeAsync(tenant, entries[i], findBus, accepted, cancellation);
        }

        if (accepted.Count > 0)
        {
            await _queue.AppendAsync(accepted, cancellation);
        }

        return outcomes;
    }

    private async Task<EntryOutcome> TakeAsync(
        BusTenant tenant,
        EventEntry entry,
        Func<BusTenant, EventEntry, CancellationToken, Task<FoundBus>> findBus,
        List<BusEvent> accepted,
        CancellationToken cancellation
    )
    {
        if (EntryChecks.Refusal(entry) is { } refused)
        {
            return refused;
        }

        var found = await findBus(tenant, entry, cancellation);
        if (found.Refusal is { ErrorCode: NotAuthorized })
        {
            return found.Refusal;
        }

        if (!DetailText.TryRead(entry.Detail!, out var detail))
        {
            return EntryOutcome.Refused("MalformedDetail", "Detail is malformed.");
        }

        var now = _time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var refusal =
            found.Refusal
            ?? (
                entry.DetailType!.Length > EntryChecks.DetailTypeMax
                    ? EntryOutcome.Refused(
                        "InvalidArgument",
                        "Parameter DetailType is not valid. Reason: it is longer than "
                            + $"{EntryChecks.DetailTypeMax} characters."
                    )
                    : null
            );
        if (refusal is not null)
        {
            return _options.Strict ? refusal : EntryOutcome.Accepted(id);
        }

        accepted.Add(ToEvent(tenant, entry, found.Bus!, id, now, detail));
        return EntryOutcome.Accepted(id);
    }

    private static BusEvent ToEvent(
        BusTenant tenant,
        EventEntry entry,
        string bus,
        Guid id,
        DateTimeOffset now,
        byte[] detail
    )
    {
        var time = DateTimeOffset.FromUnixTimeSeconds((entry.Time ?? now).ToUnixTimeSeconds());
        var taken = new BusEvent
        {
            Group = tenant.Group,
            Bus = bus,
            Id = id,
            Edition = 1,
            DetailType = entry.DetailType!,
            Source = entry.Source!,
            Time = time,
            Envelope = BusEnvelope.Write(
                tenant,
                id,
                entry.DetailType!,
                entry.Source!,
                time,
                entry.Resources ?? [],
                detail
            ),
        };
        _ = taken.Packed; // Here, on the caller's thread: the one that writes is everybody's.
        return taken;
    }

    private async Task<FoundBus> FindBusAsync(BusTenant tenant, EventEntry entry, CancellationToken cancellation)
    {
        if (entry.Source!.StartsWith(AwsPrefix, StringComparison.Ordinal))
        {
            return new FoundBus(null, EntryOutcome.Refused(NotAuthorized, "Not authorized for the source."));
        }

        return await _address.OfAsync(tenant, entry.EventBusName, cancellation) is { } bus
            ? new FoundBus(bus, null)
            : NoBus(entry.EventBusName!);
    }

    private async Task<FoundBus> FindSourceBusAsync(BusTenant tenant, EventEntry entry, CancellationToken cancellation)
    {
        if (!entry.Source!.StartsWith(PartnerPrefix, StringComparison.Ordinal))
        {
            return new FoundBus(null, EntryOutcome.Refused(NotAuthorized, "Not authorized for the source."));
        }

        return await _address.OfSourceAsync(tenant, entry.Source, cancellation) is { } bus
            ? new FoundBus(bus, null)
            : NoBus(entry.Source);
    }

    private static FoundBus NoBus(string name) =>
        new(null, EntryOutcome.Refused("ResourceNotFoundException", $"Event bus {name} does not exist."));

    /// <summary>Where an entry goes, or why it goes nowhere.</summary>
    private readonly record struct FoundBus(string? Bus, EntryOutcome? Refusal);
}
