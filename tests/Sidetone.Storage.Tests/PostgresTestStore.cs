using Npgsql;
using Sidetone.Storage.Postgres;

namespace Sidetone.Storage.Tests;

/// <summary>A schema of its own for each test, on the server that <c>eng/test-postgres</c> starts.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private static int _last;

    private readonly string _schema = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _last)}";
    private readonly string _address;

    public PostgresTestStore()
    {
        var server = Environment.GetEnvironmentVariable("SIDETONE_TEST_POSTGRES");
        Assert.SkipUnless(
            !string.IsNullOrEmpty(server),
            "SIDETONE_TEST_POSTGRES is not set: run the tests under eng/test-postgres run."
        );
        _address = new NpgsqlConnectionStringBuilder(server) { SearchPath = _schema }.ConnectionString;
        Execute($"CREATE SCHEMA {_schema}");
    }

    public override Database OpenAnotherNode(Database first) => Open();

    public override Task HoldClockAsync(Database database)
    {
        Execute(
            $"""
            CREATE TABLE IF NOT EXISTS {_schema}.held_clock (now_ms bigint NOT NULL);
            INSERT INTO {_schema}.held_clock
            SELECT {Time.GetUtcNow().ToUnixTimeMilliseconds()} WHERE NOT EXISTS (SELECT 1 FROM {_schema}.held_clock);
            CREATE OR REPLACE FUNCTION {_schema}.sidetone_now_ms() RETURNS bigint LANGUAGE sql STABLE
            AS 'SELECT now_ms FROM {_schema}.held_clock';
            """
        );
        return Task.CompletedTask;
    }

    public override Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        Execute($"UPDATE {_schema}.held_clock SET now_ms = {Time.GetUtcNow().ToUnixTimeMilliseconds()}");
        return Task.CompletedTask;
    }

    // Waits of the node itself (between tries, for notifications) are real ones.
    protected override Database OpenCore() =>
        PostgresDatabase.Open(new PostgresSettings { Address = _address, ConnectionsMax = 8 }, TimeProvider.System);

    protected override ValueTask RemoveAsync()
    {
        Execute($"DROP SCHEMA {_schema} CASCADE");
        return ValueTask.CompletedTask;
    }

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection($"{_address};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
