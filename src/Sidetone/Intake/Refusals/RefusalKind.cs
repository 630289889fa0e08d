using System.Collections.Frozen;

namespace Sidetone.Intake.Refusals;

/// <summary>What a reason looks like from outside.</summary>
/// <param name="Code">The reason in problem documents, counters and metrics.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The same for every refusal with this reason (RFC 9457, 3.1.3).</param>
internal sealed record RefusalKind(string Code, int Status, string Title)
{
    /// <summary>How many reasons there are.</summary>
    public static readonly int Count = Enum.GetValues<RefusalReason>().Length;

    private static readonly FrozenDictionary<RefusalReason, RefusalKind> All = new Dictionary<
        RefusalReason,
        RefusalKind
    >
    {
        [RefusalReason.BodyMalformed] = new("bodyMalformed", 400, "The body is not JSON"),
        [RefusalReason.BodyWrongType] = new("bodyWrongType", 400, "A member has the wrong type"),
        [RefusalReason.BodyOutOfRange] = new("bodyOutOfRange", 400, "A value is out of range"),
        [RefusalReason.BodyMemberMissing] = new("bodyMemberMissing", 400, "A member is missing"),
        [RefusalReason.BodyMemberRepeated] = new("bodyMemberRepeated", 400, "A member stands twice"),
        [RefusalReason.CompressionCorrupt] = new("compressionCorrupt", 400, "The body does not decompress"),
        [RefusalReason.DefinitionWrong] = new("definitionWrong", 400, "The definition cannot be used"),
        [RefusalReason.KeyMissing] = new("keyMissing", 401, "There is no key"),
        [RefusalReason.KeyUnknown] = new("keyUnknown", 401, "The key is not known"),
        [RefusalReason.KeyRole] = new("keyRole", 403, "The key may not do this"),
        [RefusalReason.OriginNotAllowed] = new("originNotAllowed", 403, "The origin is not allowed"),
        [RefusalReason.SequenceContradicted] = new("sequenceContradicted", 409, "The batch contradicts an earlier one"),
        [RefusalReason.SessionOfAnotherCall] = new("sessionOfAnotherCall", 409, "The session belongs to another call"),
        [RefusalReason.IssueContradicted] = new("issueContradicted", 409, "The issue contradicts an earlier one"),
        [RefusalReason.JobOpen] = new("jobOpen", 409, "A job is not over yet"),
        [RefusalReason.BodyTooLarge] = new("bodyTooLarge", 413, "The body is too large"),
        [RefusalReason.ExpandedBodyTooLarge] = new("expandedBodyTooLarge", 413, "The decompressed body is too large"),
        [RefusalReason.ContentType] = new("contentType", 415, "The content type is not supported"),
        [RefusalReason.ContentEncoding] = new("contentEncoding", 415, "The content encoding is not supported"),
        [RefusalReason.VersionUnsupported] = new("versionUnsupported", 422, "The batch version is not supported"),
        [RefusalReason.RecordUnknown] = new("recordUnknown", 422, "The record is of a kind that is not read"),
        [RefusalReason.TimeTooOld] = new("timeTooOld", 422, "The batch is older than what is kept"),
        [RefusalReason.TimeInFuture] = new("timeInFuture", 422, "The batch is from the future"),
        [RefusalReason.RateLimited] = new("rateLimited", 429, "The key has used up its allowance"),
        [RefusalReason.NotAccepting] = new("notAccepting", 503, "The server does not accept now"),
        [RefusalReason.MemoryBusy] = new("memoryBusy", 503, "The server is busy"),
        [RefusalReason.QueueFull] = new("queueFull", 503, "The server is busy"),
        [RefusalReason.StoreBusy] = new("storeBusy", 503, "The store is busy"),
        [RefusalReason.StoreFull] = new("storeFull", 503, "The store is full"),
        [RefusalReason.StoreFailed] = new("storeFailed", 503, "The store does not answer"),
    }.ToFrozenDictionary();

    public static RefusalKind Of(RefusalReason reason) => All[reason];
}
