namespace Sidetone.Catalog;

/// <summary>The end of the service.</summary>
public sealed record ServiceEndpoint : CatalogObject, ICatalogObject<ServiceEndpoint>
{
    /// <summary>Gets the host name; empty when it is not known.</summary>
    public string? Fqdn { get; init; }

    /// <summary>Gets how long the transport may be used, in seconds.</summary>
    public CatalogNumber? TransportLifeTimeSeconds { get; init; }

    /// <summary>Gets when it expires; the unknown time when it is not known.</summary>
    public CatalogTime? Expiry { get; init; }

    static ServiceEndpoint ICatalogObject<ServiceEndpoint>.Read(MemberReader members) =>
        new()
        {
            Fqdn = members.Text("fqdn"),
            TransportLifeTimeSeconds = members.Number("transportLifeTimeSeconds"),
            Expiry = members.Time("expiry"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("fqdn", Fqdn);
        visit.Number("transportLifeTimeSeconds", TransportLifeTimeSeconds);
        visit.Time("expiry", Expiry);
    }
}

/// <summary>The ends of the media path.</summary>
public sealed record MediaEndpoint : CatalogObject, ICatalogObject<MediaEndpoint>
{
    /// <summary>Gets the host name of the media relay.</summary>
    public string? Fqdn { get; init; }

    /// <summary>Gets the port of the relay, as a text.</summary>
    public string? DestinationPort { get; init; }

    /// <summary>Gets the local port, as a text.</summary>
    public string? SourcePort { get; init; }

    /// <summary>Gets <c>udp</c> or <c>tcp</c>; may be empty.</summary>
    public string? Transport { get; init; }

    /// <summary>Gets the local address the media left from.</summary>
    public string? PrivateIp { get; init; }

    static MediaEndpoint ICatalogObject<MediaEndpoint>.Read(MemberReader members) =>
        new()
        {
            Fqdn = members.Text("fqdn"),
            DestinationPort = members.Text("destinationPort"),
            SourcePort = members.Text("sourcePort"),
            Transport = members.Text("transport"),
            PrivateIp = members.Text("privateIp"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("fqdn", Fqdn);
        visit.Text("destinationPort", DestinationPort);
        visit.Text("sourcePort", SourcePort);
        visit.Text("transport", Transport);
        visit.Text("privateIp", PrivateIp);
    }
}

/// <summary>The end of the signalling.</summary>
public sealed record SignallingEndpoint : CatalogObject, ICatalogObject<SignallingEndpoint>
{
    /// <summary>Gets the host name; empty when it is not known.</summary>
    public string? Fqdn { get; init; }

    static SignallingEndpoint ICatalogObject<SignallingEndpoint>.Read(MemberReader members) =>
        new() { Fqdn = members.Text("fqdn") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("fqdn", Fqdn);
    }
}
