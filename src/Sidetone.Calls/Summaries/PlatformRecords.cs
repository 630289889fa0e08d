using Sidetone.Telemetry;

namespace Sidetone.Calls.Summaries;

/// <summary>
/// Puts what the platform wrote in the order in which it wrote it: by each record's own time, which is the same in whatever
/// order the records arrived.
/// </summary>
internal static class PlatformRecords
{
    /// <summary>The sessions without contact records that a later one of the same call replaces.</summary>
    public static IReadOnlyList<Session> WithoutReplaced(IReadOnlyList<Session> sessions)
    {
        var records = sessions.Where(IsContactRecord).ToList();
        if (records.Count < 2)
        {
            return sessions;
        }

        var latest = InOrder(records).Last();
        return [.. sessions.Where(session => session == latest || !IsContactRecord(session))];
    }

    /// <summary>The platform's sessions, oldest record first.</summary>
    public static IEnumerable<Session> InOrder(IEnumerable<Session> sessions) =>
        sessions
            .Where(session => session.Source == BatchSource.Platform)
            .OrderBy(TimeOf)
            .ThenBy(session => session.Id, StringComparer.Ordinal);

    private static bool IsContactRecord(Session session) =>
        session.Happenings.Any(each =>
            each.Happening is { Type: HappeningType.PlatformRecord, Value: PlatformRecordKind.ContactRecord }
        );

    /// <summary>When a record was written; one that does not say so is as old as the first thing it tells of.</summary>
    private static long TimeOf(Session session)
    {
        var written = session
            .Happenings.Where(each => each.Happening.Type == HappeningType.PlatformRecord)
            .Max(each => (long?)each.Happening.At);
        return written ?? session.Happenings.Min(each => (long?)each.Happening.At) ?? long.MinValue;
    }
}
