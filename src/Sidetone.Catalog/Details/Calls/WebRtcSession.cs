namespace Sidetone.Catalog;

/// <summary>What the media of a call did, and between which ends.</summary>
public sealed record WebRtcSession : CatalogObject, ICatalogObject<WebRtcSession>
{
    /// <summary>Gets the figures.</summary>
    public CallMetrics? Metrics { get; init; }

    /// <summary>Gets the service; not known to today's softphones.</summary>
    public ServiceEndpoint? ServiceEndpoint { get; init; }

    /// <summary>Gets the media relay and the local end.</summary>
    public MediaEndpoint? MediaEndpoint { get; init; }

    /// <summary>Gets the session of the softphone; in the 2025 profile only.</summary>
    public MediaSession? Media { get; init; }

    /// <summary>Gets the signalling server.</summary>
    public SignallingEndpoint? SignallingEndpoint { get; init; }

    /// <summary>Gets the devices in use.</summary>
    public CatalogList<UsedDevice>? UsedDevices { get; init; }

    static WebRtcSession ICatalogObject<WebRtcSession>.Read(MemberReader members) =>
        new()
        {
            Metrics = members.Object<CallMetrics>("metrics"),
            ServiceEndpoint = members.Object<ServiceEndpoint>("serviceEndpoint"),
            MediaEndpoint = members.Object<MediaEndpoint>("mediaEndpoint"),
            Media = members.Object<MediaSession>("media"),
            SignallingEndpoint = members.Object<SignallingEndpoint>("signallingEndpoint"),
            UsedDevices = members.List<UsedDevice>("usedDevices"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("metrics", Metrics);
        visit.Object("serviceEndpoint", ServiceEndpoint);
        visit.Object("mediaEndpoint", MediaEndpoint);
        visit.Object(MemberName.In2025("media"), Media);
        visit.Object("signallingEndpoint", SignallingEndpoint);
        visit.List("usedDevices", UsedDevices);
    }
}

/// <summary>The session of the softphone.</summary>
public sealed record MediaSession : CatalogObject, ICatalogObject<MediaSession>
{
    /// <summary>Gets the id of the session.</summary>
    public string? SessionId { get; init; }

    /// <summary>Gets how the softphone reaches the media, such as <c>StandardStrategy</c>.</summary>
    public string? Strategy { get; init; }

    static MediaSession ICatalogObject<MediaSession>.Read(MemberReader members) =>
        new() { SessionId = members.Text("sessionId"), Strategy = members.Text("strategy") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("sessionId", SessionId);
        visit.Text("strategy", Strategy);
    }
}
