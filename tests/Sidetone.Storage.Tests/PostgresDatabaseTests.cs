using Dapper;
using Npgsql;
using Sidetone.Storage.Postgres;

namespace Sidetone.Storage.Tests;

public sealed class PostgresDatabaseTests() : DatabaseSuite(() => new PostgresTestStore())
{
    [Fact]
    public async Task A_change_that_met_another_one_is_run_again()
    {
        var runs = 0;
        await using var database = Store.Open();

        var result = await database.WriteAsync(
            async (transaction, stop) =>
            {
                runs++;
                if (runs < 3)
                {
                    await transaction.Connection!.ExecuteAsync(
                        "DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40001'; END $$",
                        transaction: transaction
                    );
                }

                return runs;
            },
            Stop
        );

        Assert.Equal(3, result);
    }

    [Fact]
    public async Task A_change_whose_connection_is_cut_before_the_commit_is_run_again()
    {
        var runs = 0;
        await using var database = Store.Open();

        await database.WriteAsync(
            (transaction, _) =>
                ++runs == 1
                    ? transaction.Connection!.ExecuteAsync(
                        "SELECT pg_terminate_backend(pg_backend_pid())",
                        transaction: transaction
                    )
                    : transaction.Connection!.ExecuteAsync(
                        "INSERT INTO thing (name) VALUES ('one')",
                        transaction: transaction
                    ),
            Stop
        );

        Assert.Equal(2, runs);
        Assert.Equal(
            1,
            await database.ReadAsync((c, _) => c.ExecuteScalarAsync<long>("SELECT count(*) FROM thing"), Stop)
        );
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such()
    {
        await using var database = Store.Open();

        await Assert.ThrowsAsync<StoreFullException>(() =>
            database.WriteAsync(
                (transaction, _) =>
                    transaction.Connection!.ExecuteAsync(
                        "DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$",
                        transaction: transaction
                    ),
                Stop
            )
        );
    }

    [Fact]
    public async Task A_listener_whose_connection_was_cut_hears_again()
    {
        await using var database = Store.Open();
        Assert.True(await HearsAsync(database));

        await using (var server = new NpgsqlConnection(Environment.GetEnvironmentVariable("SIDETONE_TEST_POSTGRES")))
        {
            await server.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'listen%'"
            );
        }

        Assert.True(await HearsAsync(database));
    }

    [Theory]
    [InlineData("postgres://us%40er:p%3Aw@db.example:6543/tele?sslmode=verify-full&application_name=x")]
    [InlineData("postgresql://us%40er:p%3Aw@db.example:6543/tele?sslmode=verify-full&application_name=x")]
    [InlineData(
        "Host=db.example;Port=6543;Username=us@er;Password=p:w;Database=tele;SSL Mode=VerifyFull;Application Name=x"
    )]
    public void An_address_is_read_as_an_url_or_as_keys_and_values(string address)
    {
        var read = PostgresAddress.Parse(address);

        Assert.Equal(
            ("db.example", 6543, "us@er", "p:w", "tele", SslMode.VerifyFull, "x"),
            (read.Host, read.Port, read.Username, read.Password, read.Database, read.SslMode, read.ApplicationName)
        );
    }

    [Theory]
    [InlineData("postgres://user:secret@host/db?nonsense=1")]
    [InlineData("Server is over there; Password=secret")]
    public void An_address_that_cannot_be_read_is_refused_without_its_password(string address)
    {
        var error = Assert.Throws<FormatException>(() => PostgresAddress.Parse(address));

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    // Another node notifies until the listener, which starts or comes back in its own time, has heard it. A listener that
    // begins to hear wakes everybody once, so that only what is heard after that counts.
    private async Task<bool> HearsAsync(Database database)
    {
        await using var other = Store.Open();
        var channel = $"channel {Random.Shared.NextInt64()}";
        for (var wakes = 0; wakes < 3; wakes++)
        {
            var heard = database.WaitAsync(channel, TimeSpan.FromSeconds(30), Stop);
            while (!heard.IsCompleted)
            {
                await other.NotifyAsync(channel, Stop);
                await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop));
            }

            if (!await heard)
            {
                return false;
            }
        }

        return true;
    }
}
