namespace Sidetone.Catalog;

/// <summary>What is billed.</summary>
public sealed record Billing : CatalogObject, ICatalogObject<Billing>
{
    /// <summary>Gets the whole call in minutes, every begun one counted.</summary>
    public CatalogNumber? DurationRoundedMin { get; init; }

    /// <summary>Gets whether the agent's browser gave data; in the 2025 profile only.</summary>
    public bool? AgentDataReceived { get; init; }

    /// <summary>Gets whether the platform's feeds gave data; in the 2025 profile only.</summary>
    public bool? CloudDataReceived { get; init; }

    static Billing ICatalogObject<Billing>.Read(MemberReader members) =>
        new()
        {
            DurationRoundedMin = members.Number("durationRoundedMin"),
            AgentDataReceived = members.Flag("agentDataReceived"),
            CloudDataReceived = members.Flag("cloudDataReceived"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("durationRoundedMin", DurationRoundedMin);
        visit.Flag(MemberName.In2025("agentDataReceived"), AgentDataReceived);
        visit.Flag(MemberName.In2025("cloudDataReceived"), CloudDataReceived);
    }
}
