using Sidetone.Storage;

namespace Sidetone.Closing;

/// <summary>The tables of closed calls.</summary>
internal static class ClosedCallTables
{
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "closing",
            1,
            dialect =>
                $"""
                    CREATE TABLE closed_call (
                        call_key {dialect.Blob} NOT NULL PRIMARY KEY,
                        group_id {dialect.Blob} NOT NULL,
                        contact_id TEXT NOT NULL,
                        agent TEXT NOT NULL,
                        ended_at BIGINT NOT NULL,
                        closed_at BIGINT NOT NULL,
                        profile INTEGER NOT NULL,
                        mos_formula TEXT NOT NULL,
                        settings_version BIGINT NOT NULL,
                        changed_since_sent INTEGER NOT NULL,
                        summary {dialect.Blob} NOT NULL,
                        insights {dialect.Blob} NOT NULL,
                        recording {dialect.Blob} NOT NULL
                    );
                    CREATE INDEX closed_call_by_end ON closed_call (group_id, ended_at);
                    CREATE INDEX closed_call_by_contact ON closed_call (group_id, contact_id);
                    """
        ),
        new("closing", 2, static _ => "ALTER TABLE closed_call ADD COLUMN sent_as TEXT"),
    ];
}
