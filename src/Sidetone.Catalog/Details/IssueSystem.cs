namespace Sidetone.Catalog;

/// <summary>The agent's machine when an issue was reported.</summary>
public sealed record IssueSystem : CatalogObject, ICatalogObject<IssueSystem>
{
    /// <summary>Gets the processor.</summary>
    public IssueCpu? Cpu { get; init; }

    /// <summary>Gets the memory.</summary>
    public IssueMemory? Memory { get; init; }

    static IssueSystem ICatalogObject<IssueSystem>.Read(MemberReader members) =>
        new() { Cpu = members.Object<IssueCpu>("cpu"), Memory = members.Object<IssueMemory>("memory") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("cpu", Cpu);
        visit.Object("memory", Memory);
    }
}

/// <summary>The processor when an issue was reported.</summary>
public sealed record IssueCpu : CatalogObject, ICatalogObject<IssueCpu>
{
    /// <summary>Gets the model.</summary>
    public string? ModelName { get; init; }

    /// <summary>Gets the share not used, in per cent.</summary>
    public CatalogNumber? IdlePercentage { get; init; }

    /// <summary>Gets the share used, in per cent; 100 with the other.</summary>
    public CatalogNumber? UsedPercentage { get; init; }

    static IssueCpu ICatalogObject<IssueCpu>.Read(MemberReader members) =>
        new()
        {
            ModelName = members.Text("modelName"),
            IdlePercentage = members.Number("idlePercentage"),
            UsedPercentage = members.Number("usedPercentage"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("modelName", ModelName);
        visit.Number("idlePercentage", IdlePercentage);
        visit.Number("usedPercentage", UsedPercentage);
    }
}

/// <summary>The memory when an issue was reported.</summary>
public sealed record IssueMemory : CatalogObject, ICatalogObject<IssueMemory>
{
    /// <summary>Gets the installed memory in GB.</summary>
    public CatalogNumber? Total { get; init; }

    /// <summary>Gets the free memory in GB.</summary>
    public CatalogNumber? Available { get; init; }

    static IssueMemory ICatalogObject<IssueMemory>.Read(MemberReader members) =>
        new() { Total = members.Number("total"), Available = members.Number("available") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("total", Total);
        visit.Number("available", Available);
    }
}
