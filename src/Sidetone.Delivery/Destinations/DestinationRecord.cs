namespace Sidetone.Delivery.Destinations;

/// <summary>One place where a group's events go, as it is stored.</summary>
public sealed record DestinationRecord
{
    /// <summary>Its id.</summary>
    public required DestinationId Id { get; init; }

    /// <summary>The group whose events go there.</summary>
    public required Guid Group { get; init; }

    /// <summary>Its name, one of its kind within the group.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind, such as <c>bus</c>, <c>webhook</c> or <c>file</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What its kind needs to know: a JSON object without secrets.</summary>
    public string Settings { get; init; } = "{}";

    /// <summary>What its kind needs to know and nobody may read: a JSON object, encrypted where it is stored.</summary>
    public string? Secrets { get; init; }

    /// <summary>The first part of the envelope's <c>source</c>, before group and bus name.</summary>
    public required string SourcePrefix { get; init; }

    /// <summary>The bus's name; the last part of the envelope's <c>source</c>.</summary>
    public required string BusName { get; init; }

    /// <summary>The envelope's <c>account</c>: 12 digits.</summary>
    public string Account { get; init; } = "000000000000";

    /// <summary>The envelope's <c>region</c>.</summary>
    public required string Region { get; init; }

    /// <summary>False holds its events back; they wait.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Whether the group's events go there by themselves. False for a place that gets only events that name it, such as
    /// a heartbeat workflow's webhook.
    /// </summary>
    public bool TakesAll { get; init; } = true;

    /// <summary>Grows with every change.</summary>
    public long Revision { get; init; }

    /// <summary>The envelope's <c>source</c>: <c>{prefix}/{group}/{bus}</c>.</summary>
    public string Source => $"{SourcePrefix}/{Group}/{BusName}";

    /// <summary>Settings and secrets stay out of logs.</summary>
    public override string ToString() => $"{Kind} destination {Name} ({Id})";
}
