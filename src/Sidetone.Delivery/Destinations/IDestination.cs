using System.Data.Common;

namespace Sidetone.Delivery.Destinations;

/// <summary>
/// A place where events go: either an <see cref="IRemoteDestination"/> or an <see cref="ITransactionalDestination"/>.
/// </summary>
public interface IDestination : IAsyncDisposable
{
    /// <summary>The most events that one call takes.</summary>
    int BatchMax { get; }
}

/// <summary>
/// A place that can be asked whether events arrive there, and has to be: it may take them and say nothing when they do
/// not. Asked before the first event, when its settings change, and from time to time while events are sent.
/// </summary>
public interface IProbedDestination : IDestination
{
    /// <summary>
    /// Asks, and sends nothing; ends by itself as a send does. What the world does wrong is a finding, never an
    /// exception.
    /// </summary>
    Task<ProbeFinding> ProbeAsync(CancellationToken cancellation);
}

/// <summary>A place outside the database: each event arrives at least once.</summary>
public interface IRemoteDestination : IDestination
{
    /// <summary>How many calls may run at the same time.</summary>
    int ConcurrentSends { get; }

    /// <summary>The longest that one call takes; it ends by itself within this time.</summary>
    TimeSpan LongestSend { get; }

    /// <summary>
    /// Sends events; one outcome per event, in their order. What the world does wrong is an outcome, never an
    /// exception: an exception is a mistake in this program and stops delivery.
    /// </summary>
    Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken cancellation);
}

/// <summary>
/// A place within the database: each event arrives exactly once, in the transaction that ends its delivery.
/// </summary>
public interface ITransactionalDestination : IDestination
{
    /// <summary>
    /// Appends events within the transaction. It may run again when the store repeats the transaction.
    /// </summary>
    Task AppendAsync(DbTransaction transaction, IReadOnlyList<OutgoingEvent> events, CancellationToken cancellation);

    /// <summary>Called after the commit, to wake those who wait for the events.</summary>
    Task CommittedAsync(CancellationToken cancellation);
}
