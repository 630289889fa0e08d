namespace Sidetone.Catalog;

/// <summary>The agent's network.</summary>
public sealed record AgentNetwork : CatalogObject, ICatalogObject<AgentNetwork>
{
    /// <summary>Gets the public address.</summary>
    public string? InternetGatewayIp { get; init; }

    /// <summary>Gets the local address.</summary>
    public string? MediaIpAddress { get; init; }

    /// <summary>Gets the kind, such as <c>wlan</c> or <c>ethernet</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the internet provider; empty when it is not known.</summary>
    public string? Isp { get; init; }

    /// <summary>Gets where the public address is.</summary>
    public Geolocation? Geolocation { get; init; }

    /// <summary>Gets the address of the agent; in the 2025 profile only.</summary>
    public string? AgentIpAddress { get; init; }

    /// <summary>Gets the internet provider of the agent; in the 2025 profile only.</summary>
    public string? AgentIsp { get; init; }

    static AgentNetwork ICatalogObject<AgentNetwork>.Read(MemberReader members) =>
        new()
        {
            InternetGatewayIp = members.Text("internetGatewayIp"),
            MediaIpAddress = members.Text("mediaIpAddress"),
            Type = members.Text("type"),
            Isp = members.Text("isp"),
            Geolocation = members.Object<Geolocation>("geolocation"),
            AgentIpAddress = members.Text("agentIpAddress"),
            AgentIsp = members.Text("agentIsp"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("internetGatewayIp", InternetGatewayIp);
        visit.Text("mediaIpAddress", MediaIpAddress);
        visit.Text("type", Type);
        visit.Text("isp", Isp);
        visit.Object("geolocation", Geolocation);
        visit.Text(MemberName.In2025("agentIpAddress"), AgentIpAddress);
        visit.Text(MemberName.In2025("agentIsp"), AgentIsp);
    }
}

/// <summary>Where a public address is. Empty texts when it is not known.</summary>
public sealed record Geolocation : CatalogObject, ICatalogObject<Geolocation>
{
    /// <summary>Gets the city.</summary>
    public string? City { get; init; }

    /// <summary>Gets the region or state.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the country.</summary>
    public string? Country { get; init; }

    static Geolocation ICatalogObject<Geolocation>.Read(MemberReader members) =>
        new()
        {
            City = members.Text("city"),
            Region = members.Text("region"),
            Country = members.Text("country"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("city", City);
        visit.Text("region", Region);
        visit.Text("country", Country);
    }
}
