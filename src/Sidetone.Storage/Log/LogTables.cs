namespace Sidetone.Storage.Log;

/// <summary>The tables of the telemetry log.</summary>
/// <remarks>
/// <code>
///  log_call          one row per call, open, closed or tombstone; found by call_key
///  log_session       one row per session of a call
///  log_session_home  which call a group's session id belongs to, by a hash of both
///  log_batch         one row per batch that no closed call holds yet
///  log_known         per session of a closed call: numbers and hashes of the batches it holds
///  log_clock         one row: the clock that runs only while intake accepts
///  log_entry         a view of log_batch with call, session and sequence, alike on both engines
/// </code>
/// A steady append reads one row of log_call and one of log_session and adds one of log_batch; it changes no other row.
/// Every table but log_session_home and log_clock is keyed by the call first, so that they can be spread by it.
/// On SQLite, batches are rows whose integer key is session number and sequence together: a session's batches are
/// neighbours on disk whenever they came, one tree holds them, and closing a call frees whole pages.
/// </remarks>
internal static class LogTables
{
    /// <summary>Sequence numbers have this many bits of SQLite's integer key; the session number has the 39 above.</summary>
    public const int SequenceBits = 24;

    public static IReadOnlyList<Migration> Migrations { get; } = [new("log", 1, First), new("log", 2, ContactRecords)];

    private static string First(Dialect dialect) =>
        Shared(dialect) + (dialect.Name == "sqlite" ? SqliteBatches : PostgresBatches);

    // ended_ms: when the log first heard that the call ended; record_wait_ms: how long from then it waits for its record.
    private static string ContactRecords(Dialect dialect) =>
        """
            ALTER TABLE log_call ADD COLUMN ended_ms bigint;
            ALTER TABLE log_call ADD COLUMN record_wait_ms bigint NOT NULL DEFAULT 0;
            ALTER TABLE log_call ADD COLUMN has_record bigint NOT NULL DEFAULT 0;
            CREATE INDEX log_call_contact ON log_call (group_id, contact_id) WHERE state < 2;
            """;

    private static string Shared(Dialect dialect) =>
        $"""
            CREATE TABLE log_call (
                call_key {dialect.Blob} NOT NULL PRIMARY KEY,
                group_id {dialect.Blob} NOT NULL,
                contact_id text NOT NULL,
                agent text NOT NULL,
                state bigint NOT NULL DEFAULT 0,
                token bigint NOT NULL DEFAULT 0,
                owner text,
                lease_until_ms bigint NOT NULL DEFAULT 0,
                due_ms bigint,
                silence_clock_ms bigint,
                closed_ms bigint
            ) {dialect.Clustered};
            CREATE INDEX log_call_due ON log_call (due_ms) WHERE due_ms IS NOT NULL;
            CREATE INDEX log_call_silence ON log_call (silence_clock_ms) WHERE silence_clock_ms IS NOT NULL;
            CREATE INDEX log_call_closed ON log_call (group_id, closed_ms) WHERE state = 1;

            CREATE TABLE log_session_home (
                session_key {dialect.Blob} NOT NULL PRIMARY KEY,
                call_key {dialect.Blob} NOT NULL
            ) {dialect.Clustered};

            CREATE TABLE log_known (
                call_key {dialect.Blob} NOT NULL,
                session_no bigint NOT NULL,
                batches {dialect.Blob} NOT NULL,
                PRIMARY KEY (call_key, session_no)
            );

            CREATE TABLE log_clock (
                id bigint NOT NULL PRIMARY KEY,
                clock_ms bigint NOT NULL,
                tick_ms bigint NOT NULL,
                position bigint NOT NULL,
                sessions bigint NOT NULL
            );
            INSERT INTO log_clock (id, clock_ms, tick_ms, position, sessions) VALUES (1, 0, 0, 0, 0);

            """;

    private const string SqliteBatches = """
        CREATE TABLE log_session (
            call_key blob NOT NULL,
            session text NOT NULL,
            session_no integer NOT NULL,
            from_platform integer NOT NULL,
            ended integer NOT NULL DEFAULT 0,
            last_sequence integer,
            PRIMARY KEY (call_key, session)
        ) WITHOUT ROWID;
        CREATE TABLE log_batch (
            entry_key integer PRIMARY KEY,
            content_hash integer NOT NULL,
            clock_ms integer NOT NULL,
            body blob NOT NULL
        );
        CREATE VIEW log_entry AS
        SELECT s.call_key, s.session, s.session_no, b.entry_key & 16777215 AS sequence,
            b.content_hash, b.clock_ms, b.body
        FROM log_session s
        CROSS JOIN log_batch b ON b.entry_key BETWEEN s.session_no << 24 AND (s.session_no << 24) + 16777215;
        """;

    // Positions and session numbers come from sequences: one row that every append updates would make them wait for each
    // other.
    private const string PostgresBatches = """
        CREATE SEQUENCE log_position;
        CREATE TABLE log_session (
            call_key bytea NOT NULL,
            session text NOT NULL,
            session_no bigint GENERATED ALWAYS AS IDENTITY,
            from_platform bigint NOT NULL,
            ended bigint NOT NULL DEFAULT 0,
            last_sequence bigint,
            PRIMARY KEY (call_key, session)
        );
        CREATE TABLE log_batch (
            call_key bytea NOT NULL,
            session_no bigint NOT NULL,
            sequence bigint NOT NULL,
            content_hash bigint NOT NULL,
            clock_ms bigint NOT NULL,
            position bigint NOT NULL DEFAULT nextval('log_position'),
            body bytea NOT NULL,
            PRIMARY KEY (call_key, session_no, sequence)
        );
        ALTER TABLE log_batch ALTER COLUMN body SET STORAGE EXTERNAL;
        CREATE VIEW log_entry AS
        SELECT s.call_key, s.session, s.session_no, b.sequence, b.content_hash, b.clock_ms, b.body
        FROM log_session s
        JOIN log_batch b ON b.call_key = s.call_key AND b.session_no = s.session_no;
        """;
}
