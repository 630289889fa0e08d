using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Rules;

/// <summary>The requests about rules.</summary>
internal static class RuleShapes
{
    private static readonly Member s_name = new("Name", Common.Name, Required: true);
    private static readonly Member s_bus = new("EventBusName", Common.BusNameOrArn);

    public static readonly StructureShape Put = new(
        "PutRuleRequest",
        s_name,
        new Member("ScheduleExpression", new TextShape { Max = 256 }),
        new Member("EventPattern", Common.EventPattern),
        new Member("State", Common.OneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")),
        new Member("Description", Common.Description),
        new Member("RoleArn", Common.Arn),
        new Member("Tags", Common.Tags),
        s_bus
    );

    public static readonly StructureShape Describe = new("DescribeRuleRequest", s_name, s_bus);
    public static readonly StructureShape Enable = new("EnableRuleRequest", s_name, s_bus);
    public static readonly StructureShape Disable = new("DisableRuleRequest", s_name, s_bus);

    public static readonly StructureShape Delete = new(
        "DeleteRuleRequest",
        s_name,
        s_bus,
        new Member("Force", Common.Flag)
    );

    public static readonly StructureShape List = new(
        "ListRulesRequest",
        [new Member("NamePrefix", Common.Name), s_bus, .. Common.Paging]
    );

    public static readonly StructureShape ListNamesByTarget = new(
        "ListRuleNamesByTargetRequest",
        [new Member("TargetArn", Common.Arn, Required: true), s_bus, .. Common.Paging]
    );

    public static readonly StructureShape TestEventPattern = new(
        "TestEventPatternRequest",
        new Member("EventPattern", Common.EventPattern, Required: true),
        new Member("Event", Common.Text, Required: true)
    );
}
