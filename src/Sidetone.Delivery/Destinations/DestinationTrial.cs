using System.Text;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.EventBridge;
using Sidetone.Delivery.Files;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Webhooks;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Destinations;

/// <summary>Tries a destination for a person who asks, beside a server or without one.</summary>
public sealed class DestinationTrial : IDisposable
{
    /// <summary>The type of the event that a trial sends; no event of the catalog has it.</summary>
    public const string DetailType = "SidetoneTest";

    private readonly TimeProvider _time;
    private readonly IReadOnlyList<IDestinationKind> _kinds;

    /// <param name="policy">Where a customer's URL may lead.</param>
    /// <param name="time">The clock.</param>
    public DestinationTrial(OutgoingAddressPolicy policy, TimeProvider time)
    {
        _time = time;
        _kinds =
        [
            new EventBridgeDestinationKind(policy, time),
            new WebhookDestinationKind(policy, time),
            new FileDestinationKind(Options.Create(new DeliveryOptions())),
        ];
    }

    /// <summary>Opens the destination and asks it what can be asked without sending.</summary>
    /// <exception cref="DestinationSettingsException">Its settings cannot be used.</exception>
    public async Task<ProbeFinding> ProbeAsync(DestinationRecord record, CancellationToken cancellation)
    {
        await using var destination = Open(record);
        return destination is IProbedDestination probed
            ? await probed.ProbeAsync(cancellation)
            : new ProbeFinding(true, "Its settings can be used; more cannot be known without sending.");
    }

    /// <summary>Sends an event that says that it is a test.</summary>
    /// <exception cref="DestinationSettingsException">
    /// Its settings cannot be used, or it is a file, which only its server writes.
    /// </exception>
    public async Task<DeliveryOutcome> SendAsync(DestinationRecord record, CancellationToken cancellation)
    {
        if (record.Kind == FileDestinationKind.KindName)
        {
            throw new DestinationSettingsException("Only the server writes its files: there is nothing to send.");
        }

        await using var destination = Open(record);
        var outcomes = await ((IRemoteDestination)destination).SendAsync([TestEvent(record)], cancellation);
        return outcomes[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kind in _kinds.OfType<IDisposable>())
        {
            kind.Dispose();
        }
    }

    private IDestination Open(DestinationRecord record) =>
        (
            _kinds.FirstOrDefault(kind => kind.Name == record.Kind)
            ?? throw new DestinationSettingsException(
                $"A destination of kind \"{record.Kind}\" is a part of the server: there is nothing to try."
            )
        ).Open(record);

    private OutgoingEvent TestEvent(DestinationRecord record)
    {
        var now = _time.GetUtcNow();
        return new OutgoingEvent
        {
            Id = EventId.For(record.Group, DetailType, Guid.CreateVersion7(now).ToString()),
            Edition = now.ToUnixTimeMilliseconds(),
            Group = record.Group,
            DetailType = DetailType,
            OccurredAt = now,
            Detail = Encoding.UTF8.GetBytes(
                """{"test":true,"message":"Somebody tried whether events arrive here. No call is behind this one."}"""
            ),
            Source = record.Source,
            Account = record.Account,
            Region = record.Region,
        };
    }
}
