using Sidetone.Bus.Api.Shapes;

namespace Sidetone.Bus.Archives;

/// <summary>The requests about archives and replays.</summary>
internal static class ArchiveShapes
{
    private static readonly TextShape s_archiveName = Common.Named(48);
    private static readonly Member s_archive = new("ArchiveName", s_archiveName, Required: true);
    private static readonly Member s_replay = new("ReplayName", Common.Name, Required: true);
    private static readonly Member s_retention = new("RetentionDays", new NumberShape { Min = 0 });

    private static readonly StructureShape s_destination = new(
        "ReplayDestination",
        new Member("Arn", Common.Arn, Required: true),
        new Member("FilterArns", new ListShape(Common.Arn))
    );

    private static readonly TextShape s_archiveState = Common.OneOf(
        "ENABLED",
        "DISABLED",
        "CREATING",
        "UPDATING",
        "CREATE_FAILED",
        "UPDATE_FAILED"
    );

    private static readonly TextShape s_replayState = Common.OneOf(
        "STARTING",
        "RUNNING",
        "CANCELLING",
        "COMPLETED",
        "CANCELLED",
        "FAILED"
    );

    public static readonly StructureShape Create = new(
        "CreateArchiveRequest",
        s_archive,
        new Member("EventSourceArn", Common.EventBusArn, Required: true),
        new Member("Description", Common.DescriptionLine),
        new Member("EventPattern", Common.EventPattern),
        s_retention,
        new Member("KmsKeyIdentifier", Common.KmsKey)
    );

    public static readonly StructureShape Update = new(
        "UpdateArchiveRequest",
        s_archive,
        new Member("Description", Common.DescriptionLine),
        new Member("EventPattern", Common.EventPattern),
        s_retention,
        new Member("KmsKeyIdentifier", Common.KmsKey)
    );

    public static readonly StructureShape Describe = new("DescribeArchiveRequest", s_archive);
    public static readonly StructureShape Delete = new("DeleteArchiveRequest", s_archive);

    public static readonly StructureShape List = new(
        "ListArchivesRequest",
        [
            new Member("NamePrefix", s_archiveName),
            new Member("EventSourceArn", Common.EventBusArn),
            new Member("State", s_archiveState),
            .. Common.Paging,
        ]
    );

    public static readonly StructureShape StartReplay = new(
        "StartReplayRequest",
        s_replay,
        new Member("Description", Common.DescriptionLine),
        new Member("EventSourceArn", Common.EventBusArn, Required: true),
        new Member("EventStartTime", Common.Time, Required: true),
        new Member("EventEndTime", Common.Time, Required: true),
        new Member("Destination", s_destination, Required: true)
    );

    public static readonly StructureShape DescribeReplay = new("DescribeReplayRequest", s_replay);
    public static readonly StructureShape CancelReplay = new("CancelReplayRequest", s_replay);

    public static readonly StructureShape ListReplays = new(
        "ListReplaysRequest",
        [
            new Member("NamePrefix", Common.Name),
            new Member("State", s_replayState),
            new Member("EventSourceArn", Common.EventBusArn),
            .. Common.Paging,
        ]
    );
}
