using Sidetone.Bus.Routing;

namespace Sidetone.Bus.Targets;

/// <summary>One event for one target.</summary>
public sealed record Invocation
{
    /// <summary>Its number; the same at every attempt.</summary>
    public required long Id { get; init; }

    /// <summary>The event.</summary>
    public required RoutedEvent Event { get; init; }

    /// <summary>What to send: JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What to send beside it: empty but for dead letters.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
