using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Endpoints;

/// <summary>The requests about global endpoints.</summary>
internal static class EndpointShapes
{
    private static readonly Member s_name = new("Name", Common.Name, Required: true);

    private static readonly TextShape s_region = new()
    {
        Min = 9,
        Max = 20,
        Pattern = @"^[\-a-z0-9]+$",
    };

    private static readonly StructureShape s_routing = new(
        "RoutingConfig",
        new Member(
            "FailoverConfig",
            new StructureShape(
                "FailoverConfig",
                new Member(
                    "Primary",
                    new StructureShape(
                        "Primary",
                        new Member(
                            "HealthCheck",
                            new TextShape
                            {
                                Min = 1,
                                Max = 1600,
                                Pattern = @"^arn:aws([a-z]|\-)*:route53:::healthcheck/[\-a-z0-9]+$",
                            },
                            Required: true
                        )
                    ),
                    Required: true
                ),
                new Member(
                    "Secondary",
                    new StructureShape("Secondary", new Member("Route", s_region, Required: true)),
                    Required: true
                )
            ),
            Required: true
        )
    );

    private static readonly ListShape s_buses = new(
        new StructureShape(
            "EndpointEventBus",
            new Member(
                "EventBusArn",
                new TextShape
                {
                    Min = 1,
                    Max = 512,
                    Pattern = @"^arn:aws[a-z-]*:events:[a-z]+-[a-z-]+-\d+:\d{12}:event-bus/[\w.-]+$",
                },
                Required: true
            )
        )
    )
    {
        Min = 2,
        Max = 2,
    };

    public static readonly StructureShape Create = Change("CreateEndpointRequest", required: true);
    public static readonly StructureShape Update = Change("UpdateEndpointRequest", required: false);
    public static readonly StructureShape Delete = new("DeleteEndpointRequest", s_name);

    public static readonly StructureShape Describe = new(
        "DescribeEndpointRequest",
        s_name,
        new Member("HomeRegion", s_region)
    );

    public static readonly StructureShape List = new(
        "ListEndpointsRequest",
        new Member("NamePrefix", Common.Name),
        new Member("HomeRegion", s_region),
        new Member("NextToken", Common.NextToken),
        new Member("MaxResults", Common.Limit)
    );

    private static StructureShape Change(string name, bool required) =>
        new(
            name,
            s_name,
            new Member("Description", Common.DescriptionLine),
            new Member("RoutingConfig", s_routing, required),
            new Member(
                "ReplicationConfig",
                new StructureShape("ReplicationConfig", new Member("State", Common.OneOf("ENABLED", "DISABLED")))
            ),
            new Member("EventBuses", s_buses, required),
            new Member(
                "RoleArn",
                new TextShape
                {
                    Min = 1,
                    Max = 256,
                    Pattern = @"^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$",
                }
            )
        );
}
