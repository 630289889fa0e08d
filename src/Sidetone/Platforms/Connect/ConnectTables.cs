using Sidetone.Storage;

namespace Sidetone.Platforms.Connect;

/// <summary>The tables of Amazon Connect's feeds.</summary>
/// <remarks>
/// <code>
///  connect_name       what an ARN of an agent or a queue is called, learned from the feeds; field rules applied
///  connect_contact    whose a contact is: the agent of its call, or the ARN whose name is not known yet
///  connect_set_aside  records that could not be taken, with the reason
/// </code>
/// In connect_contact an agent that is null is not known yet, and one that is empty will not be: the contact's call was
/// closed without.
/// </remarks>
internal static class ConnectTables
{
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "connect",
            1,
            static dialect =>
                $"""
                    CREATE TABLE connect_name (
                        group_id {dialect.Blob} NOT NULL,
                        arn text NOT NULL,
                        rule text NOT NULL,
                        name text NOT NULL,
                        friendly_name text NOT NULL,
                        seen_ms bigint NOT NULL,
                        PRIMARY KEY (group_id, arn)
                    );
                    CREATE INDEX connect_name_seen ON connect_name (group_id, seen_ms);
                    CREATE TABLE connect_contact (
                        group_id {dialect.Blob} NOT NULL,
                        contact_id text NOT NULL,
                        agent_arn text,
                        agent text,
                        seen_ms bigint NOT NULL,
                        PRIMARY KEY (group_id, contact_id)
                    );
                    CREATE INDEX connect_contact_waiting ON connect_contact (group_id, agent_arn) WHERE agent IS NULL;
                    CREATE INDEX connect_contact_seen ON connect_contact (group_id, seen_ms);
                    CREATE TABLE connect_set_aside (
                        id {dialect.Identity},
                        group_id {dialect.Blob} NOT NULL,
                        hash {dialect.Blob} NOT NULL,
                        first_ms bigint NOT NULL,
                        last_ms bigint NOT NULL,
                        times bigint NOT NULL,
                        reason text NOT NULL,
                        path text NOT NULL,
                        detail text NOT NULL,
                        length bigint NOT NULL,
                        body {dialect.Blob}
                    );
                    CREATE UNIQUE INDEX connect_set_aside_hash ON connect_set_aside (group_id, hash);
                    """
        ),
    ];
}
