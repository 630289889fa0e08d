namespace Sidetone.Storage.Log;

/// <summary>What the log knows about one session of an open call.</summary>
/// <param name="FromPlatform">True when the platform speaks in it, not a page.</param>
/// <param name="Ended">True when it said that the call ended.</param>
/// <param name="LastSequence">Its last batch number, when it said so.</param>
/// <param name="Present">How many batches up to that number are in the log.</param>
internal sealed record SessionStanding(bool FromPlatform, bool Ended, long? LastSequence, long Present)
{
    public bool IsComplete => Ended && LastSequence is { } last && Present == last + 1;
}

/// <summary>When a call is due by what its sessions said.</summary>
internal enum EndVerdict
{
    /// <summary>Nobody said that it ended.</summary>
    Open,

    /// <summary>It ended; something may still come.</summary>
    AfterGapWait,

    /// <summary>It ended and nothing is missing.</summary>
    AtOnce,
}

/// <summary>What the log knows about the end of a call.</summary>
/// <param name="NowMs">The database's clock.</param>
/// <param name="EndedMs">When it first heard of the end.</param>
/// <param name="RecordWaitMs">How long from then the call waits for its contact record; 0 when it does not.</param>
/// <param name="HasRecord">True when the record is there.</param>
internal readonly record struct EndedCall(long NowMs, long EndedMs, long RecordWaitMs, bool HasRecord);

/// <summary>Decides whether an ended call can be closed at once. A pure function of its sessions, in any order.</summary>
internal static class EndRule
{
    public static EndVerdict Decide(IReadOnlyCollection<SessionStanding> sessions)
    {
        if (!sessions.Any(session => session.Ended))
        {
            return EndVerdict.Open;
        }

        // The platform alone cannot say that a page's batches are all here; pages can. A page that never says goodbye
        // (it was reloaded) costs the wait once.
        var pages = sessions.Where(session => !session.FromPlatform).ToArray();
        return pages.Length > 0 && pages.All(session => session.IsComplete)
            ? EndVerdict.AtOnce
            : EndVerdict.AfterGapWait;
    }

    /// <summary>
    /// When an ended call is due, in milliseconds of the database's clock: never later than it was said before, because all
    /// that comes after the end only shortens a wait.
    /// </summary>
    public static long DueMs(EndVerdict verdict, EndedCall call, long gapWaitMs)
    {
        var due = verdict == EndVerdict.AtOnce ? call.NowMs : call.EndedMs + gapWaitMs;
        return call.HasRecord ? due : Math.Max(due, call.EndedMs + call.RecordWaitMs);
    }
}
