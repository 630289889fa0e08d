using Sidetone.Storage;

namespace Sidetone.Groups;

/// <summary>The tables of groups, their settings and keys.</summary>
/// <remarks>
/// <c>group_state</c> has one row. Its version grows with every change, so that a running server needs to ask for one
/// number to know that nothing changed; the fingerprint says which key file the database's secrets belong to.
/// </remarks>
internal static class GroupTables
{
    public static readonly IReadOnlyList<Migration> Migrations =
    [
        new(
            "groups",
            1,
            static dialect =>
                $"""
                    CREATE TABLE group_state (
                        one integer NOT NULL PRIMARY KEY,
                        version bigint NOT NULL,
                        key_fingerprint text NOT NULL
                    );
                    INSERT INTO group_state (one, version, key_fingerprint) VALUES (1, 1, '');
                    CREATE TABLE account_group (
                        id text NOT NULL PRIMARY KEY,
                        name text NOT NULL UNIQUE,
                        account text NOT NULL,
                        created_at bigint NOT NULL
                    );
                    CREATE TABLE group_settings (
                        group_id text NOT NULL,
                        version bigint NOT NULL,
                        json text NOT NULL,
                        created_at bigint NOT NULL,
                        PRIMARY KEY (group_id, version)
                    );
                    CREATE TABLE access_key (
                        hash {dialect.Blob} NOT NULL PRIMARY KEY,
                        id text NOT NULL UNIQUE,
                        group_id text NOT NULL,
                        role text NOT NULL,
                        label text NOT NULL,
                        created_at bigint NOT NULL,
                        revoked_at bigint
                    );
                    CREATE INDEX access_key_group ON access_key (group_id);
                    """
        ),
        new(
            "groups",
            2,
            static dialect =>
                $"""
                    CREATE TABLE bus_key (
                        id text NOT NULL PRIMARY KEY,
                        group_id text NOT NULL,
                        label text NOT NULL,
                        secret {dialect.Blob} NOT NULL,
                        created_at bigint NOT NULL,
                        revoked_at bigint
                    );
                    CREATE INDEX bus_key_group ON bus_key (group_id);
                    """
        ),
    ];
}
