using System.Data.Common;
using Sidetone.Catalog;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Storage;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Issues;

/// <summary>Keeps reported issues. An issue and its event are one transaction: neither is there without the other.</summary>
/// <remarks>Issues are beside the calls: storing one opens no call, reopens none and keeps none waiting.</remarks>
internal sealed class IssueStore(Database database, EventOutbox outbox)
{
    private const string Columns = "report AS Report, stored_at AS StoredAt";

    // Few enough that other changes do not wait long behind a purge.
    private const int PurgeMax = 1_000;

    /// <summary>Stores an issue and hands its event to the outbox; the same id again changes nothing.</summary>
    public async Task<IssueAnswer> AddAsync(
        Guid group,
        Issue issue,
        CatalogProfile profile,
        CancellationToken cancellation
    )
    {
        var report = IssueWriter.ToUtf8(issue);
        var hash = ContentHash.Of(report);
        var sent = IssueEvents.Of(group, issue, profile);
        var answer = await database.WriteAsync(
            (transaction, stop) => AddAsync(transaction, issue, report, hash, sent, stop),
            cancellation
        );
        if (answer == IssueAnswer.Accepted)
        {
            await outbox.AnnounceAsync(cancellation);
        }

        return answer;
    }

    /// <summary>Issues of a group, the newest first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="contactId">Only those of one contact; null for all.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellation">Stops the wait.</param>
    public async Task<IReadOnlyList<StoredIssue>> ListAsync(
        Guid group,
        IssuePlace after,
        string? contactId,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync<Row>(
            $"""
            SELECT {Columns} FROM reported_issue
            WHERE group_id = @group AND (reported_at < @at OR (reported_at = @at AND issue_id < @id))
                {(contactId is null ? "" : "AND contact_id = @contactId AND contact_id <> ''")}
            ORDER BY reported_at DESC, issue_id DESC LIMIT @max
            """,
            new
            {
                group = Bytes(group),
                at = after.At,
                id = Bytes(after.Id),
                contactId,
                max,
            },
            cancellation
        );
        return [.. rows.Select(row => row.ToIssue())];
    }

    /// <summary>One issue; null when there is none.</summary>
    public async Task<StoredIssue?> FindAsync(Guid group, Guid id, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<Row>(
            $"SELECT {Columns} FROM reported_issue WHERE group_id = @group AND issue_id = @id",
            new { group = Bytes(group), id = Bytes(id) },
            cancellation
        );
        return rows.Count == 0 ? null : rows[0].ToIssue();
    }

    /// <summary>Forgets a group's issues that were reported and stored before a time; how many.</summary>
    /// <remarks>Both times: an id may be forgotten only when a repeat of it would be refused for its age.</remarks>
    public async Task<int> PurgeAsync(Guid group, long before, CancellationToken cancellation)
    {
        var total = 0;
        int purged;
        do
        {
            purged = await database.WriteAsync(
                (transaction, stop) =>
                    transaction.ExecuteAsync(
                        $"""
                        DELETE FROM reported_issue WHERE group_id = @group AND issue_id IN (
                            SELECT issue_id FROM reported_issue
                            WHERE group_id = @group AND reported_at < @before AND stored_at < @before
                            ORDER BY reported_at LIMIT {PurgeMax})
                        """,
                        new { group = Bytes(group), before },
                        stop
                    ),
                cancellation
            );
            total += purged;
        } while (purged == PurgeMax);

        return total;
    }

    private async Task<IssueAnswer> AddAsync(
        DbTransaction transaction,
        Issue issue,
        byte[] report,
        long hash,
        OutboxEvent sent,
        CancellationToken cancellation
    )
    {
        var key = new { group = Bytes(sent.Group), id = Bytes(issue.Id) };
        var added = await transaction.ExecuteAsync(
            $"""
            INSERT INTO reported_issue (group_id, issue_id, reported_at, stored_at, contact_id, content_hash, report)
            VALUES (@group, @id, @at, {database.Dialect.NowMs}, @contactId, @hash, @report)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                key.group,
                key.id,
                at = issue.At,
                contactId = issue.ContactId,
                hash,
                report = StoredText.Pack(report),
            },
            cancellation
        );
        if (added == 0)
        {
            var known = await transaction.ScalarAsync<long>(
                "SELECT content_hash FROM reported_issue WHERE group_id = @group AND issue_id = @id",
                key,
                cancellation
            );
            return known == hash ? IssueAnswer.Repeated : IssueAnswer.Contradicted;
        }

        var destinations = await DestinationStore.IdsAsync(transaction, sent.Group, cancellation);
        await outbox.AddAsync(transaction, [sent], destinations, cancellation);
        return IssueAnswer.Accepted;
    }

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private sealed class Row
    {
        public byte[] Report { get; init; } = [];
        public long StoredAt { get; init; }

        public StoredIssue ToIssue() =>
            new IssueReader().TryRead(StoredText.Unpack(Report), out var issue, out var problem)
                ? new StoredIssue(issue, StoredAt)
                : throw new InvalidDataException($"A stored issue is damaged: {problem.Path}: {problem.Reason}");
    }
}
