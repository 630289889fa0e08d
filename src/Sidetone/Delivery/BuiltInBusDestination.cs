using System.Data.Common;
using Sidetone.Bus.Log;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery;

/// <summary>
/// Destinations that are a bus of this server: an event is appended in the transaction that ends its delivery.
/// </summary>
internal sealed class BuiltInBusDestinationKind(BusLog log, string region) : IDestinationKind
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "bus";

    public string Name => KindName;

    /// <summary>The bus that a destination's events land on: the one of their partner event source, else the one it names.</summary>
    public static string BusOf(DestinationRecord destination) =>
        destination.SourcePrefix.StartsWith("aws.partner/", StringComparison.Ordinal)
            ? destination.Source
            : destination.BusName;

    public IDestination Open(DestinationRecord record) => new BuiltInBusDestination(log, BusOf(record), region);

    private sealed class BuiltInBusDestination(BusLog log, string bus, string region) : ITransactionalDestination
    {
        public int BatchMax => 500;

        public Task AppendAsync(
            DbTransaction transaction,
            IReadOnlyList<OutgoingEvent> events,
            CancellationToken cancellation
        ) => log.AppendAsync(transaction, [.. events.Select(ToBusEvent)], cancellation);

        public Task CommittedAsync(CancellationToken cancellation) => log.AnnounceAsync(cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private BusEvent ToBusEvent(OutgoingEvent outgoing) =>
            new()
            {
                Group = outgoing.Group,
                Bus = bus,
                Id = outgoing.Id.Value,
                Edition = outgoing.Edition,
                DetailType = outgoing.DetailType,
                Source = outgoing.Source,
                Time = outgoing.OccurredAt,
                Envelope = Envelope.Write(outgoing.Region.Length > 0 ? outgoing : outgoing with { Region = region }),
            };
    }
}
