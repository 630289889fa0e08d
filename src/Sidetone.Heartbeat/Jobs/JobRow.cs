using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Scores;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>A row of <c>heartbeat_job</c>.</summary>
internal sealed class JobRow
{
    public const string Columns = """
        job_id AS JobId, group_id AS GroupId, heartbeat_id AS HeartbeatId, sequence AS Sequence, slot_at AS SlotAt,
        slots AS Slots, state AS State, status AS Status, reason AS Reason, definition AS Definition,
        dialled_at AS DialledAt, created_us AS CreatedUs, updated_us AS UpdatedUs, claim_token AS ClaimToken,
        ax AS Ax, cx AS Cx, network AS Network, dialler_call_id AS DiallerCallId,
        receiver_call_id AS ReceiverCallId, record AS Record, recording AS Recording
        """;

    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    public long JobId { get; init; }
    public byte[] GroupId { get; init; } = [];
    public byte[] HeartbeatId { get; init; } = [];
    public long Sequence { get; init; }
    public long? SlotAt { get; init; }
    public long Slots { get; init; }
    public long State { get; init; }
    public string Status { get; init; } = "";
    public string Reason { get; init; } = "";
    public string Definition { get; init; } = "";
    public long? DialledAt { get; init; }
    public long CreatedUs { get; init; }
    public long UpdatedUs { get; init; }
    public long ClaimToken { get; init; }
    public double? Ax { get; init; }
    public double? Cx { get; init; }
    public double? Network { get; init; }
    public string DiallerCallId { get; init; } = "";
    public string ReceiverCallId { get; init; } = "";
    public byte[]? Record { get; init; }
    public string? Recording { get; init; }

    public static long Microseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TicksPerMicrosecond;

    public HeartbeatJob ToJob() =>
        new()
        {
            Id = new JobId(JobId),
            Group = new Guid(GroupId, bigEndian: true),
            Heartbeat = new Guid(HeartbeatId, bigEndian: true),
            Sequence = Sequence,
            Slot = Milliseconds(SlotAt),
            Slots = (int)Slots,
            State = (JobState)State,
            Status = Status,
            Reason = Reason,
            Definition = DefinitionJson.Parse(Definition),
            CreatedAt = At(CreatedUs),
            UpdatedAt = At(UpdatedUs),
            DialledAt = Milliseconds(DialledAt),
            Scores = new JobScores(new Score(Ax), new Score(Cx), new Score(Network)),
            DiallerCallId = DiallerCallId,
            ReceiverCallId = ReceiverCallId,
            Record = Record is { } bytes ? CallRecordJson.Read(StoredText.Unpack(bytes)) : null,
            Recording = Recording,
        };

    private static DateTimeOffset At(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TicksPerMicrosecond);

    private static DateTimeOffset? Milliseconds(long? at) =>
        at is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
