using Sidetone.Storage;

namespace Sidetone.Bus.Log;

/// <summary>An event on its way into the log of a group's buses.</summary>
public sealed record BusEvent
{
    /// <summary>The group; it sees no other's events.</summary>
    public required Guid Group { get; init; }

    /// <summary>The bus's name within the group.</summary>
    public required string Bus { get; init; }

    /// <summary>The envelope's <c>id</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// Tells a correction, which is larger, from a repeat, which is the same: an event with the same bus, id and
    /// edition as one in the log is not added again.
    /// </summary>
    public required long Edition { get; init; }

    /// <summary>The envelope's <c>detail-type</c>.</summary>
    public required string DetailType { get; init; }

    /// <summary>The envelope's <c>source</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The envelope's <c>time</c>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The whole event: one line of JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Envelope { get; init; }

    /// <summary>
    /// The names of the rules that see it, when not every rule of its bus does: a schedule's event is for its own rule,
    /// a replay may name some.
    /// </summary>
    public IReadOnlyList<string> OnlyRules { get; init; } = [];

    /// <summary>Whether those rules see it without their patterns being asked, as a schedule's own rule does.</summary>
    public bool IsDirected { get; init; }

    /// <summary>
    /// The envelope as a column holds it, packed when it is first asked for: outside the transaction if one can.
    /// </summary>
    internal byte[] Packed => field ??= StoredText.Pack(Envelope.Span);
}

/// <summary>An event as the log holds it.</summary>
/// <param name="Position">Its place among its group's events.</param>
/// <param name="Bus">The bus's name.</param>
/// <param name="DetailType">The envelope's <c>detail-type</c>.</param>
/// <param name="Envelope">The whole event: one line of JSON in UTF-8.</param>
public sealed record LoggedEvent(long Position, string Bus, string DetailType, ReadOnlyMemory<byte> Envelope);

/// <summary>A part of a group's log, read after a position.</summary>
/// <param name="Events">The events that were asked for, in order.</param>
/// <param name="Through">Every event up to this position was looked at: read on after it.</param>
public sealed record BusPage(IReadOnlyList<LoggedEvent> Events, long Through);
