namespace Sidetone.Bus.Resources;

/// <summary>The ARNs of a tenant's resources, as Amazon EventBridge spells them.</summary>
public static class Arns
{
    /// <summary>An event bus.</summary>
    public static string Bus(BusTenant tenant, string bus) => Of(tenant, $"event-bus/{bus}");

    /// <summary>A rule; the default bus does not stand in its rules' ARNs.</summary>
    public static string Rule(BusTenant tenant, string bus, string rule) =>
        Of(tenant, bus == Buses.EventBusRecord.DefaultName ? $"rule/{rule}" : $"rule/{bus}/{rule}");

    /// <summary>An archive.</summary>
    public static string Archive(BusTenant tenant, string archive) => Of(tenant, $"archive/{archive}");

    /// <summary>A replay.</summary>
    public static string Replay(BusTenant tenant, string replay) => Of(tenant, $"replay/{replay}");

    /// <summary>A connection.</summary>
    public static string Connection(BusTenant tenant, Connections.ConnectionRecord connection) =>
        Of(tenant, $"connection/{connection.Name}/{connection.Id}");

    /// <summary>An API destination.</summary>
    public static string ApiDestination(BusTenant tenant, Connections.ApiDestinationRecord destination) =>
        Of(tenant, $"api-destination/{destination.Name}/{destination.Id}");

    /// <summary>A partner event source as its customer sees it: it has no account.</summary>
    public static string EventSource(BusTenant tenant, string source) =>
        $"arn:aws:events:{tenant.Region}::event-source/{source}";

    /// <summary>A global endpoint.</summary>
    public static string Endpoint(BusTenant tenant, string endpoint) => Of(tenant, $"endpoint/{endpoint}");

    private static string Of(BusTenant tenant, string resource) =>
        $"arn:aws:events:{tenant.Region}:{tenant.Account}:{resource}";
}
