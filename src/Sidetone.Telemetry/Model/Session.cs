namespace Sidetone.Telemetry;

/// <summary>
/// One page's whole observation of a call: its batches put together in order of their numbers. A call is a list of
/// these, and nothing else enters a summary.
/// </summary>
public sealed record Session
{
    /// <summary>The session's random id.</summary>
    public required string Id { get; init; }

    /// <summary>Who sent it.</summary>
    public BatchSource Source { get; init; }

    /// <summary>True when it came from a recording file.</summary>
    public bool IsRecording { get; init; }

    /// <summary>The batches that arrived, by number: what else they carried besides samples and happenings.</summary>
    public required IReadOnlyList<SessionBatch> Batches { get; init; }

    /// <summary>One track per stream, ordered by key; rows ordered by sequence number, then as sent.</summary>
    public required IReadOnlyList<Track> Tracks { get; init; }

    /// <summary>What happened, ordered by sequence number, then as sent.</summary>
    public required IReadOnlyList<SessionHappening> Happenings { get; init; }

    /// <summary>What headsets told, ordered by sequence number, then as sent.</summary>
    public IReadOnlyList<SessionHeadset> Headset { get; init; } = [];

    /// <summary>All facts, later ones replacing earlier ones.</summary>
    public Facts Facts =>
        Batches.Aggregate(new Facts(), (facts, batch) => batch.Facts is null ? facts : facts.With(batch.Facts));
}

/// <summary>What a session keeps of one batch besides samples and happenings.</summary>
/// <param name="Sequence">The batch's number.</param>
/// <param name="ContentHash">A hash of the body as received, so that a repeat can be told from a contradiction.</param>
/// <param name="ClockOffsetMs">The clock offset that was applied.</param>
/// <param name="Facts">Facts it brought; null when none.</param>
/// <param name="Sender">Where it came from; null when unknown.</param>
public sealed record SessionBatch(long Sequence, long ContentHash, long ClockOffsetMs, Facts? Facts, Sender? Sender);

/// <summary>A happening and the batch that brought it.</summary>
/// <param name="Sequence">The batch's number.</param>
/// <param name="Happening">What happened.</param>
public sealed record SessionHappening(long Sequence, Happening Happening);

/// <summary>A headset's report and the batch that brought it.</summary>
/// <param name="Sequence">The batch's number.</param>
/// <param name="Report">What the headset told.</param>
public sealed record SessionHeadset(long Sequence, HeadsetReport Report);
