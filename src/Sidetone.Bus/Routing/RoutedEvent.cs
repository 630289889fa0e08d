namespace Sidetone.Bus.Routing;

/// <summary>An event of the log with everything that routing and targets need of it.</summary>
public sealed record RoutedEvent
{
    /// <summary>The group.</summary>
    public required Guid Group { get; init; }

    /// <summary>Its place among its group's events.</summary>
    public required long Position { get; init; }

    /// <summary>The bus's name.</summary>
    public required string Bus { get; init; }

    /// <summary>The envelope's <c>id</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>Tells a correction or a replay from the event itself.</summary>
    public required long Edition { get; init; }

    /// <summary>The envelope's <c>detail-type</c>.</summary>
    public required string DetailType { get; init; }

    /// <summary>The envelope's <c>source</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The envelope's <c>time</c>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When the bus accepted it, by the database's clock.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The whole event: one line of JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Envelope { get; init; }

    /// <summary>The rules that may see it, when not all may.</summary>
    public IReadOnlyList<string> OnlyRules { get; init; } = [];

    /// <summary>Whether those rules see it without their patterns being asked.</summary>
    public bool IsDirected { get; init; }
}
