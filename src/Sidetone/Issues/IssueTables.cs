using Sidetone.Storage;

namespace Sidetone.Issues;

/// <summary>The tables of reported issues.</summary>
internal static class IssueTables
{
    // `report` is the issue as IssueWriter spells it, packed: what a person looks at, and with the samples what a rule may
    // be tried on. The hash is of it, unpacked.
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "issues",
            1,
            dialect =>
                $"""
                    CREATE TABLE reported_issue (
                        group_id {dialect.Blob} NOT NULL,
                        issue_id {dialect.Blob} NOT NULL,
                        reported_at bigint NOT NULL,
                        stored_at bigint NOT NULL,
                        contact_id text NOT NULL,
                        content_hash bigint NOT NULL,
                        report {dialect.Blob} NOT NULL,
                        PRIMARY KEY (group_id, issue_id)
                    );
                    CREATE INDEX reported_issue_by_time ON reported_issue (group_id, reported_at, issue_id);
                    CREATE INDEX reported_issue_by_contact ON reported_issue (group_id, contact_id)
                        WHERE contact_id <> '';
                    """
        ),
    ];
}
