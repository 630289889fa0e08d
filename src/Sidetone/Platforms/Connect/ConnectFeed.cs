using Sidetone.Groups;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Envelopes;
using Sidetone.Platforms.Connect.SetAside;
using Sidetone.Storage;

namespace Sidetone.Platforms.Connect;

/// <summary>Takes the records of one request, sets aside the faulty ones, and counts them all.</summary>
internal sealed partial class ConnectFeed(
    ConnectIntake intake,
    SetAsideStore aside,
    ConnectCounters counters,
    ILogger<ConnectFeed> logger
)
{
    /// <summary>Takes records; when there is no refusal, every one of them is in the log, set aside, or needs no keeping.</summary>
    public async Task<TakenRecords> TakeAsync(
        GroupSnapshot group,
        IReadOnlyList<RawRecord> records,
        bool setsAside,
        CancellationToken cancellation
    )
    {
        var taken = await intake.TakeAsync(group, records, cancellation);
        if (taken.Later is not null || taken.Faulty.Count == 0 || !setsAside)
        {
            Count(group, taken, setsAside);
            return taken;
        }

        try
        {
            await aside.AddAsync(group, taken.Faulty, cancellation);
            var (record, problem) = taken.Faulty[0];
            LogSetAside(taken.Faulty.Count, records.Count, group.Group.Id, record.Path, problem.Path, problem.Detail);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            taken.Later = Refusal.Later(RefusalReason.StoreFailed, "The store does not answer.", 5);
        }

        Count(group, taken, setsAside);
        return taken;
    }

    public static Refusal TooMany() =>
        new(
            RefusalReason.BodyOutOfRange,
            $"The body has more than {RecordSplitter.RecordsMax} records. Send fewer at once.",
            "$"
        );

    private void Count(GroupSnapshot group, TakenRecords taken, bool setsAside)
    {
        // What will be sent again is counted then; what is refused is counted as refused.
        if (taken.Later is null && (setsAside || taken.Faulty.Count == 0))
        {
            counters.Count(group.Group.Id, taken);
        }
    }

    [LoggerMessage(
        3401,
        LogLevel.Warning,
        "Set aside {Faulty} of {All} records of Amazon Connect of group {Group}; the first at {Where}, {Path}: {Why}"
    )]
    private partial void LogSetAside(int faulty, int all, Guid group, string where, string path, string why);
}
