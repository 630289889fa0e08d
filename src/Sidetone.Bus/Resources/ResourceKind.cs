namespace Sidetone.Bus.Resources;

/// <summary>What a resource of the bus is. The numbers stand in the database and are never used again for another kind.</summary>
public enum ResourceKind
{
    /// <summary>An event bus; no parent.</summary>
    EventBus = 1,

    /// <summary>A rule; its parent is the bus.</summary>
    Rule = 2,

    /// <summary>A target; its parent is <c>bus|rule</c>.</summary>
    Target = 3,

    /// <summary>A connection; no parent.</summary>
    Connection = 4,

    /// <summary>An API destination; no parent.</summary>
    ApiDestination = 5,

    /// <summary>An archive; no parent.</summary>
    Archive = 6,

    /// <summary>A replay; no parent.</summary>
    Replay = 7,

    /// <summary>A partner event source; no parent.</summary>
    PartnerEventSource = 8,

    /// <summary>A global endpoint; no parent.</summary>
    Endpoint = 9,

    /// <summary>The tags of another resource; named by its ARN.</summary>
    Tags = 10,
}
