namespace Sidetone.Intake.Refusals;

/// <summary>Why a batch was refused. Each has a counter; the list only grows.</summary>
internal enum RefusalReason
{
    BodyMalformed,
    BodyWrongType,
    BodyOutOfRange,
    BodyMemberMissing,
    BodyMemberRepeated,
    CompressionCorrupt,
    KeyMissing,
    KeyUnknown,
    KeyRole,
    OriginNotAllowed,
    SequenceContradicted,
    SessionOfAnotherCall,
    BodyTooLarge,
    ExpandedBodyTooLarge,
    ContentType,
    ContentEncoding,
    VersionUnsupported,
    TimeTooOld,
    TimeInFuture,
    RateLimited,
    NotAccepting,
    MemoryBusy,
    QueueFull,
    StoreBusy,
    StoreFull,
    StoreFailed,
    IssueContradicted,
    RecordUnknown,
}
