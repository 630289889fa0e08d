using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Buses;

/// <summary>The requests about buses and their policies.</summary>
internal static class BusShapes
{
    private static readonly TextShape s_name = new()
    {
        Min = 1,
        Max = 256,
        Pattern = @"[/\.\-_A-Za-z0-9]+",
    };

    private static readonly TextShape s_ownName = Common.Named(256);

    private static readonly StructureShape s_logConfig = new(
        "LogConfig",
        new Member("IncludeDetail", Common.OneOf("NONE", "FULL")),
        new Member("Level", Common.OneOf("OFF", "ERROR", "INFO", "TRACE"))
    );

    private static readonly StructureShape s_condition = new(
        "Condition",
        new Member("Type", Common.Text, Required: true),
        new Member("Key", Common.Text, Required: true),
        new Member("Value", Common.Text, Required: true)
    );

    private static readonly TextShape s_statementId = new()
    {
        Min = 1,
        Max = 64,
        Pattern = "[a-zA-Z0-9-_]+",
    };

    public static readonly StructureShape Create = new(
        "CreateEventBusRequest",
        new Member("Name", s_name, Required: true),
        new Member("EventSourceName", Common.EventSourceName),
        new Member("Description", Common.Description),
        new Member("KmsKeyIdentifier", Common.KmsKey),
        new Member("DeadLetterConfig", Common.DeadLetterConfig),
        new Member("LogConfig", s_logConfig),
        new Member("Tags", Common.Tags)
    );

    public static readonly StructureShape Update = new(
        "UpdateEventBusRequest",
        new Member("Name", s_name),
        new Member("KmsKeyIdentifier", Common.KmsKey),
        new Member("Description", Common.Description),
        new Member("DeadLetterConfig", Common.DeadLetterConfig),
        new Member("LogConfig", s_logConfig)
    );

    public static readonly StructureShape Describe = new(
        "DescribeEventBusRequest",
        new Member("Name", Common.BusNameOrArn)
    );

    public static readonly StructureShape List = new(
        "ListEventBusesRequest",
        [new Member("NamePrefix", s_name), .. Common.Paging]
    );

    public static readonly StructureShape Delete = new(
        "DeleteEventBusRequest",
        new Member("Name", s_name, Required: true)
    );

    public static readonly StructureShape PutPermission = new(
        "PutPermissionRequest",
        new Member("EventBusName", s_ownName),
        new Member(
            "Action",
            new TextShape
            {
                Min = 1,
                Max = 64,
                Pattern = "events:[a-zA-Z]+",
            }
        ),
        new Member(
            "Principal",
            new TextShape
            {
                Min = 1,
                Max = 12,
                Pattern = @"(\d{12}|\*)",
            }
        ),
        new Member("StatementId", s_statementId),
        new Member("Condition", s_condition),
        new Member("Policy", Common.Text)
    );

    public static readonly StructureShape RemovePermission = new(
        "RemovePermissionRequest",
        new Member("StatementId", s_statementId),
        new Member("RemoveAllPermissions", Common.Flag),
        new Member("EventBusName", s_ownName)
    );
}
