namespace Sidetone.Catalog;

/// <summary>The agent's machine.</summary>
public sealed record Machine : CatalogObject, ICatalogObject<Machine>
{
    /// <summary>Gets the processor.</summary>
    public Cpu? Cpu { get; init; }

    /// <summary>Gets the memory.</summary>
    public Memory? Memory { get; init; }

    /// <summary>Gets the operating system; in the 2025 profile only.</summary>
    public OperatingSystem? OperatingSystem { get; init; }

    static Machine ICatalogObject<Machine>.Read(MemberReader members) =>
        new()
        {
            Cpu = members.Object<Cpu>("cpu"),
            Memory = members.Object<Memory>("memory"),
            OperatingSystem = members.Object<OperatingSystem>("operatingSystem"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("cpu", Cpu);
        visit.Object("memory", Memory);
        visit.Object(MemberName.In2025("operatingSystem"), OperatingSystem);
    }
}

/// <summary>The processor during a call.</summary>
public sealed record Cpu : CatalogObject, ICatalogObject<Cpu>
{
    /// <summary>Gets the model.</summary>
    public string? ModelName { get; init; }

    /// <summary>Gets the share not used, in per cent: 100 less the mean used.</summary>
    public MetricAverage? IdlePercentage { get; init; }

    /// <summary>Gets the share used, in per cent; the 2025 profile spells it <c>utilised</c>.</summary>
    public MetricRange? UtilizedPercentage { get; init; }

    static Cpu ICatalogObject<Cpu>.Read(MemberReader members) =>
        new()
        {
            ModelName = members.Text("modelName"),
            IdlePercentage = members.Object<MetricAverage>("idlePercentage"),
            UtilizedPercentage = members.Object<MetricRange>("utilizedPercentage", "utilisedPercentage"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("modelName", ModelName);
        visit.Object("idlePercentage", IdlePercentage);
        visit.Object(new MemberName("utilizedPercentage", "utilisedPercentage"), UtilizedPercentage);
    }
}

/// <summary>The memory during a call.</summary>
public sealed record Memory : CatalogObject, ICatalogObject<Memory>
{
    /// <summary>Gets the <i>installed</i> memory in GB.</summary>
    public CatalogNumber? AvailableGb { get; init; }

    /// <summary>Gets the share used, in per cent; the 2025 profile spells it <c>utilised</c>.</summary>
    public MetricRange? UtilizedPercentage { get; init; }

    static Memory ICatalogObject<Memory>.Read(MemberReader members) =>
        new()
        {
            AvailableGb = members.Number("availableGb"),
            UtilizedPercentage = members.Object<MetricRange>("utilizedPercentage", "utilisedPercentage"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("availableGb", AvailableGb);
        visit.Object(new MemberName("utilizedPercentage", "utilisedPercentage"), UtilizedPercentage);
    }
}

/// <summary>The operating system.</summary>
public sealed record OperatingSystem : CatalogObject, ICatalogObject<OperatingSystem>
{
    /// <summary>Gets the name, such as <c>Windows</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the version.</summary>
    public string? Version { get; init; }

    static OperatingSystem ICatalogObject<OperatingSystem>.Read(MemberReader members) =>
        new() { Name = members.Text("name"), Version = members.Text("version") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("name", Name);
        visit.Text("version", Version);
    }
}
