using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Rules;

/// <summary>Parameters of targets that live in AWS alone: they are checked, kept and shown.</summary>
internal static class ElsewhereShapes
{
    public static readonly StructureShape Kinesis = new(
        "KinesisParameters",
        new Member("PartitionKeyPath", new TextShape { Max = 256 }, Required: true)
    );

    public static readonly StructureShape RunCommand = new(
        "RunCommandParameters",
        new Member(
            "RunCommandTargets",
            new ListShape(
                new StructureShape(
                    "RunCommandTarget",
                    new Member(
                        "Key",
                        new TextShape
                        {
                            Min = 1,
                            Max = 128,
                            Pattern = @"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$",
                        },
                        Required: true
                    ),
                    new Member(
                        "Values",
                        new ListShape(new TextShape { Min = 1, Max = 256 }) { Min = 1, Max = 50 },
                        Required: true
                    )
                )
            )
            {
                Min = 1,
                Max = 5,
            },
            Required: true
        )
    );

    public static readonly StructureShape Ecs = new(
        "EcsParameters",
        new Member("TaskDefinitionArn", Common.Arn, Required: true),
        new Member("TaskCount", new NumberShape { Min = 1 }),
        new Member("LaunchType", Common.OneOf("EC2", "FARGATE", "EXTERNAL")),
        new Member(
            "NetworkConfiguration",
            new StructureShape(
                "NetworkConfiguration",
                new Member(
                    "awsvpcConfiguration",
                    new StructureShape(
                        "AwsVpcConfiguration",
                        new Member("Subnets", new ListShape(Common.Text), Required: true),
                        new Member("SecurityGroups", new ListShape(Common.Text)),
                        new Member("AssignPublicIp", Common.OneOf("ENABLED", "DISABLED"))
                    )
                )
            )
        ),
        new Member("PlatformVersion", Common.Text),
        new Member("Group", Common.Text),
        new Member("CapacityProviderStrategy", Strategy()),
        new Member("EnableECSManagedTags", Common.Flag),
        new Member("EnableExecuteCommand", Common.Flag),
        new Member("PlacementConstraints", Constraints()),
        new Member("PlacementStrategy", Placement()),
        new Member("PropagateTags", Common.OneOf("TASK_DEFINITION")),
        new Member("ReferenceId", new TextShape { Max = 1024 }),
        new Member("Tags", Common.Tags)
    );

    public static readonly StructureShape Batch = new(
        "BatchParameters",
        new Member("JobDefinition", Common.Text, Required: true),
        new Member("JobName", Common.Text, Required: true),
        new Member("ArrayProperties", new StructureShape("BatchArrayProperties", new Member("Size", Common.Number))),
        new Member("RetryStrategy", new StructureShape("BatchRetryStrategy", new Member("Attempts", Common.Number)))
    );

    public static readonly StructureShape RedshiftData = new(
        "RedshiftDataParameters",
        new Member(
            "SecretManagerArn",
            new TextShape
            {
                Min = 1,
                Max = 1600,
                Pattern = @"(^arn:aws([a-z]|\-)*:secretsmanager:[a-z0-9-.]+:.*)|(\$(\.[\w_-]+(\[(\d+|\*)\])*)*)",
            }
        ),
        new Member("Database", new TextShape { Min = 1, Max = 64 }, Required: true),
        new Member("DbUser", new TextShape { Min = 1, Max = 128 }),
        new Member("Sql", Sql()),
        new Member("StatementName", new TextShape { Min = 1, Max = 500 }),
        new Member("WithEvent", Common.Flag),
        new Member("Sqls", new ListShape(Sql()) { Max = 40 })
    );

    public static readonly StructureShape SageMakerPipeline = new(
        "SageMakerPipelineParameters",
        new Member(
            "PipelineParameterList",
            new ListShape(
                new StructureShape(
                    "SageMakerPipelineParameter",
                    new Member(
                        "Name",
                        new TextShape
                        {
                            Min = 1,
                            Max = 256,
                            Pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$",
                        },
                        Required: true
                    ),
                    new Member("Value", new TextShape { Max = 1024 }, Required: true)
                )
            )
            {
                Max = 200,
            }
        )
    );

    public static readonly StructureShape AppSync = new(
        "AppSyncParameters",
        new Member(
            "GraphQLOperation",
            new TextShape
            {
                Min = 1,
                Max = 1_048_576,
                Secret = true,
            }
        )
    );

    private static TextShape Sql() =>
        new()
        {
            Min = 1,
            Max = 100_000,
            Secret = true,
        };

    private static ListShape Strategy() =>
        new(
            new StructureShape(
                "CapacityProviderStrategyItem",
                new Member("capacityProvider", new TextShape { Min = 1, Max = 255 }, Required: true),
                new Member("weight", new NumberShape { Min = 0, Max = 1000 }),
                new Member("base", new NumberShape { Min = 0, Max = 100_000 })
            )
        )
        {
            Max = 6,
        };

    private static ListShape Constraints() =>
        new(
            new StructureShape(
                "PlacementConstraint",
                new Member("type", Common.OneOf("distinctInstance", "memberOf")),
                new Member("expression", new TextShape { Max = 2000 })
            )
        )
        {
            Max = 10,
        };

    private static ListShape Placement() =>
        new(
            new StructureShape(
                "PlacementStrategy",
                new Member("type", Common.OneOf("random", "spread", "binpack")),
                new Member("field", new TextShape { Max = 255 })
            )
        )
        {
            Max = 5,
        };
}
