using Sidetone.Groups;
using Sidetone.Intake;
using Sidetone.Intake.Batches;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Contacts;
using Sidetone.Platforms.Connect.Envelopes;
using Sidetone.Platforms.Connect.Records;
using Sidetone.Storage;

namespace Sidetone.Platforms.Connect;

/// <summary>Takes records into the telemetry log: durable when the task completes, in whatever order they came.</summary>
/// <remarks>
/// <code>
///  records ──▶ read ──▶ names learned ──▶ field rules ──▶ whose contact is it? ──▶ log, as batches of the platform
///     └─ faulty: set aside by the caller            └─ ARNs become names that are known
/// </code>
/// Taking the same records again changes nothing, so that a body of which only a part was stored is simply sent again.
/// </remarks>
internal sealed class ConnectIntake(NameDirectory names, ContactAgents contacts, AppendQueue queue, TimeProvider time)
{
    // Of one body; the queue behind is shared with everybody who sends.
    private const int AppendedTogether = 256;

    public async Task<TakenRecords> TakeAsync(
        GroupSnapshot group,
        IReadOnlyList<RawRecord> records,
        CancellationToken cancellation
    )
    {
        var taken = new TakenRecords();
        var read = Read(records, taken);
        try
        {
            await names.LearnAsync(group, [.. read.SelectMany(one => one.Content.Names)], cancellation);
            await AppendAsync(group, Entries(group, read, taken), taken, cancellation);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            taken.Later = Refusal.Later(RefusalReason.StoreFailed, "The store does not answer.", 5);
        }

        return taken;
    }

    private static List<(RawRecord Record, RecordContent Content)> Read(
        IReadOnlyList<RawRecord> records,
        TakenRecords taken
    )
    {
        var read = new List<(RawRecord, RecordContent)>();
        foreach (var record in records)
        {
            RecordContent? content = null;
            var problem = record.Problem ?? RecordReader.TryRead(record.Json, out content);
            if (problem is not null)
            {
                taken.SetAside(record, problem);
                continue;
            }

            var whole = content ?? throw new InvalidOperationException("BUG: neither content nor problem.");
            read.Add((record, whole));
            if (whole.Ignored is { } reason)
            {
                taken.Ignore(reason);
            }
        }

        return read;
    }

    /// <summary>The entries of each record that has any and may be taken.</summary>
    private List<(RawRecord Record, List<ReportEntry> Entries)> Entries(
        GroupSnapshot group,
        List<(RawRecord Record, RecordContent Content)> read,
        TakenRecords taken
    )
    {
        var made = new List<(RawRecord, List<ReportEntry>)>();
        foreach (var (record, content) in read.Where(one => one.Content.Reports.Count > 0))
        {
            var entries = content.Reports.Select(report => ReportEntry.Of(group, report)).ToList();
            var now = time.GetUtcNow();
            var refusal = entries
                .Select(entry => BatchTimes.Check(entry.Batch, group.Settings.RetentionDays, now))
                .FirstOrDefault(refusal => refusal is not null);
            if (refusal is null)
            {
                made.Add((record, entries));
            }
            else
            {
                taken.SetAside(record, new RecordProblem(refusal.Reason, "$", refusal.Detail));
            }
        }

        return made;
    }

    private async Task AppendAsync(
        GroupSnapshot group,
        List<(RawRecord Record, List<ReportEntry> Entries)> records,
        TakenRecords taken,
        CancellationToken cancellation
    )
    {
        var all = records.SelectMany(record => record.Entries).ToList();
        var arns = all.SelectMany(entry => new[] { entry.Report.AgentArn, entry.Report.QueueArn }).OfType<string>();
        var known = await names.FindAsync(group, arns, cancellation);
        var agents = await contacts.FindAsync(group, Clues(all, known), cancellation);
        foreach (var chunk in records.Chunk(AppendedTogether))
        {
            var answers = await Task.WhenAll(chunk.Select(record => AppendAsync(record.Entries, known, agents)));
            for (var index = 0; index < chunk.Length && taken.Later is null; index++)
            {
                Count(chunk[index].Record, answers[index], taken);
            }

            if (taken.Later is not null)
            {
                return;
            }
        }
    }

    private async Task<IReadOnlyList<(AppendAnswer Answer, Storage.Log.LogEntry Entry)>> AppendAsync(
        List<ReportEntry> entries,
        IReadOnlyDictionary<string, KnownName> known,
        IReadOnlyDictionary<string, string> agents
    )
    {
        var answers = new List<(AppendAnswer, Storage.Log.LogEntry)>();
        foreach (var entry in entries)
        {
            var report = entry.Report;
            var logged = entry.With(AgentOf(entry, agents), Of(report.AgentArn), Of(report.QueueArn));
            answers.Add((await queue.AppendAsync(logged), logged));
        }

        return answers;

        KnownName? Of(string? arn) => arn is null ? null : known.GetValueOrDefault(arn);
    }

    /// <summary>
    /// The agent of an entry's call. An agent who was only offered the contact has a call of its own, and so has a second
    /// one who was connected; what says nothing of an agent belongs to the contact's.
    /// </summary>
    private static string AgentOf(ReportEntry entry, IReadOnlyDictionary<string, string> agents)
    {
        var settled = agents.GetValueOrDefault(entry.Report.ContactId, "");
        return entry.OwnAgent is { } own && (!entry.Report.IsTaken || settled.Length > 0) ? own : settled;
    }

    private static List<ContactClue> Clues(
        IEnumerable<ReportEntry> entries,
        IReadOnlyDictionary<string, KnownName> known
    ) =>
        [
            .. entries
                .Where(entry => entry.Report.IsTaken || entry.OwnAgent is null)
                .GroupBy(entry => entry.Report.ContactId, StringComparer.Ordinal)
                .Select(contact => new ContactClue(
                    contact.Key,
                    contact.Select(entry => entry.Report.AgentArn).Order(StringComparer.Ordinal).LastOrDefault(),
                    contact
                        .Select(entry =>
                            entry.OwnAgent
                            ?? (entry.Report.AgentArn is { } arn ? known.GetValueOrDefault(arn)?.Name : null)
                        )
                        .OfType<string>()
                        .Order(StringComparer.Ordinal)
                        .FirstOrDefault()
                )),
        ];

    private static void Count(
        RawRecord record,
        IReadOnlyList<(AppendAnswer Answer, Storage.Log.LogEntry Entry)> answers,
        TakenRecords taken
    )
    {
        // A session is named by its record: in the log under another agent it is the same record, which was moved.
        var refused = answers.FirstOrDefault(one =>
            one.Answer is not (AppendAnswer.Accepted or AppendAnswer.Repeated or AppendAnswer.SessionOfAnotherCall)
        );
        if (refused.Entry is null)
        {
            var isNews = answers.Any(one => one.Answer == AppendAnswer.Accepted);
            (taken.Accepted, taken.Repeated) = isNews
                ? (taken.Accepted + 1, taken.Repeated)
                : (taken.Accepted, taken.Repeated + 1);
            return;
        }

        var refusal = IntakeRefusals.Of(refused.Answer, refused.Entry);
        if (refusal.RetryAfter is not null)
        {
            taken.Later = refusal;
            return;
        }

        var detail =
            refused.Answer == AppendAnswer.Contradicted
                ? "Another record with the same identity (contact and LastUpdateTimestamp, or event id) was kept before."
                : refusal.Detail;
        taken.SetAside(record, new RecordProblem(refusal.Reason, "$", detail));
    }
}
