namespace Sidetone.Catalog;

/// <summary>What the catalog has at a member.</summary>
internal enum ShapeKind
{
    Text,
    Number,
    Time,
    Flag,
    Texts,
    Object,
    List,
}

/// <summary>One member of an object of the catalog.</summary>
/// <param name="Name">Its names in the profiles.</param>
/// <param name="Kind">What stands there.</param>
/// <param name="Of">The object, or the items of the list; null for the other kinds.</param>
internal sealed record MemberShape(MemberName Name, ShapeKind Kind, ObjectShape? Of)
{
    /// <summary>What stands there, for a person.</summary>
    public string Expected =>
        Kind switch
        {
            ShapeKind.Text => "a text",
            ShapeKind.Number => "a number",
            ShapeKind.Time => "a time",
            ShapeKind.Flag => "true or false",
            ShapeKind.Texts => "a list of texts",
            ShapeKind.Object => "an object",
            _ => "a list of objects",
        };
}

/// <summary>An object of the catalog, as its <see cref="CatalogObject.Describe"/> tells it.</summary>
/// <param name="Name">The record's name.</param>
/// <param name="Members">The members in the catalog's order.</param>
internal sealed record ObjectShape(string Name, IReadOnlyList<MemberShape> Members)
{
    private static readonly Dictionary<string, ObjectShape> s_events = new(StringComparer.Ordinal)
    {
        [DetailTypes.CallSummary] = ShapeBuilder.Build(new CallSummaryEvent()),
        [DetailTypes.InsightsSummary] = ShapeBuilder.Build(new InsightsSummaryEvent()),
        [DetailTypes.AgentReportedIssue] = ShapeBuilder.Build(new AgentReportedIssueEvent()),
        [DetailTypes.HeadsetSummary] = ShapeBuilder.Build(new HeadsetSummaryEvent()),
        [DetailTypes.HeartbeatWorkflow] = ShapeBuilder.Build(new HeartbeatWorkflowEvent()),
    };

    /// <summary>The whole event of a type.</summary>
    /// <exception cref="ArgumentException">The catalog has no such type.</exception>
    public static ObjectShape OfEvent(string detailType) =>
        s_events.TryGetValue(detailType, out var shape)
            ? shape
            : throw new ArgumentException($"The catalog has no event of the type '{detailType}'.", nameof(detailType));

    /// <summary>The member of a name in either spelling; null when the object has none.</summary>
    public MemberShape? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name.Matches(name))
            {
                return member;
            }
        }

        return null;
    }
}
