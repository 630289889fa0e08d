namespace Sidetone.Bus.Events;

/// <summary>One entry of <c>PutEvents</c> or <c>PutPartnerEvents</c>, as the wire gave it: nothing is checked yet.</summary>
public sealed record EventEntry
{
    /// <summary>Who sends it.</summary>
    public string? Source { get; init; }

    /// <summary>What kind of event it is.</summary>
    public string? DetailType { get; init; }

    /// <summary>The event's own content: the text of a JSON object.</summary>
    public string? Detail { get; init; }

    /// <summary>When it happened; the time of its arrival when it is missing.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What it is about, mostly ARNs.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary>The bus's name or ARN; the default bus when it is missing. Partner events have none.</summary>
    public string? EventBusName { get; init; }

    /// <summary>The trace that it belongs to (<c>X-Amzn-Trace-Id</c>).</summary>
    public string? TraceHeader { get; init; }
}
