using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Rules;

/// <summary>The requests about targets.</summary>
internal static class TargetShapes
{
    private static readonly Member s_rule = new("Rule", Common.Name, Required: true);
    private static readonly Member s_bus = new("EventBusName", Common.BusNameOrArn);

    private static readonly TextShape s_path = new() { Max = 256 };

    private static readonly StructureShape s_transformer = new(
        "InputTransformer",
        new Member(
            "InputPathsMap",
            new MapShape(
                new TextShape
                {
                    Min = 1,
                    Max = 256,
                    Pattern = @"[A-Za-z0-9\_\-]+",
                },
                s_path
            )
            {
                Max = 100,
            }
        ),
        new Member("InputTemplate", new TextShape { Min = 1, Max = 8192 }, Required: true)
    );

    private static readonly StructureShape s_http = new(
        "HttpParameters",
        new Member("PathParameterValues", new ListShape(new TextShape { Pattern = @"^(?!\s*$).+" })),
        new Member("HeaderParameters", new MapShape(HttpTexts.HeaderKey, HttpTexts.HeaderValue)),
        new Member("QueryStringParameters", new MapShape(HttpTexts.QueryKey, HttpTexts.QueryValue))
    );

    private static readonly StructureShape s_retries = new(
        "RetryPolicy",
        new Member("MaximumRetryAttempts", new NumberShape { Min = 0, Max = 185 }),
        new Member("MaximumEventAgeInSeconds", new NumberShape { Min = 60, Max = 86_400 })
    );

    public static readonly StructureShape Target = new(
        "Target",
        new Member("Id", Common.Name, Required: true),
        new Member("Arn", Common.Arn, Required: true),
        new Member("RoleArn", Common.Arn),
        new Member("Input", new TextShape { Max = 8192 }),
        new Member("InputPath", s_path),
        new Member("InputTransformer", s_transformer),
        new Member("KinesisParameters", ElsewhereShapes.Kinesis),
        new Member("RunCommandParameters", ElsewhereShapes.RunCommand),
        new Member("EcsParameters", ElsewhereShapes.Ecs),
        new Member("BatchParameters", ElsewhereShapes.Batch),
        new Member(
            "SqsParameters",
            new StructureShape("SqsParameters", new Member("MessageGroupId", new TextShape { Max = 100 }))
        ),
        new Member("HttpParameters", s_http),
        new Member("RedshiftDataParameters", ElsewhereShapes.RedshiftData),
        new Member("SageMakerPipelineParameters", ElsewhereShapes.SageMakerPipeline),
        new Member("DeadLetterConfig", Common.DeadLetterConfig),
        new Member("RetryPolicy", s_retries),
        new Member("AppSyncParameters", ElsewhereShapes.AppSync)
    );

    public static readonly StructureShape Put = new(
        "PutTargetsRequest",
        s_rule,
        s_bus,
        new Member("Targets", new ListShape(Target) { Min = 1, Max = 100 }, Required: true)
    );

    public static readonly StructureShape List = new("ListTargetsByRuleRequest", [s_rule, s_bus, .. Common.Paging]);

    public static readonly StructureShape Remove = new(
        "RemoveTargetsRequest",
        s_rule,
        s_bus,
        new Member("Ids", new ListShape(Common.Name) { Min = 1, Max = 100 }, Required: true),
        new Member("Force", Common.Flag)
    );
}
