using System.Data.Common;
using Dapper;

namespace Sidetone.Storage.Tests;

/// <summary>What every engine of the database seam must do.</summary>
public abstract class DatabaseSuite(Func<TestStore> create) : StoreSuite(create)
{
    private static readonly Migration Things = new(
        "things",
        1,
        dialect => $"CREATE TABLE thing (id {dialect.Identity}, name text NOT NULL UNIQUE, body {dialect.Blob})"
    );

    private Database? _database;

    private Database Database => _database ?? throw new InvalidOperationException("The test has not begun.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _database = Store.Open();
        await _database.MigrateAsync([Things], Stop);
    }

    [Fact]
    public async Task A_change_that_completed_is_seen_by_a_read_and_after_a_restart()
    {
        Assert.Equal(1, await AddAsync("one"));
        Assert.Equal(["one"], await NamesAsync());

        await Database.DisposeAsync();
        _database = Store.Open();
        Assert.Equal(["one"], await NamesAsync());
    }

    [Fact]
    public async Task A_change_that_throws_leaves_nothing_and_its_exception_reaches_the_caller()
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            Database.WriteAsync<int>(
                async (transaction, _) =>
                {
                    await InsertAsync(transaction, "one");
                    throw new InvalidDataException("On purpose.");
                },
                Stop
            )
        );

        Assert.Equal("On purpose.", error.Message);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task One_failing_change_among_many_takes_no_other_with_it()
    {
        // All are asked for before any can be done, so that the embedded engine commits them together.
        var changes = Enumerable
            .Range(0, 200)
            .Select(i =>
                Database.WriteAsync(
                    async (transaction, _) =>
                    {
                        await InsertAsync(transaction, $"name {i}");
                        return i % 10 == 3 ? await InsertAsync(transaction, $"name {i}") : i; // Not unique: fails.
                    },
                    Stop
                )
            )
            .ToArray();
        foreach (var (i, change) in changes.Index())
        {
            if (i % 10 == 3)
            {
                await Assert.ThrowsAnyAsync<DbException>(() => change);
            }
            else
            {
                Assert.Equal(i, await change);
            }
        }

        Assert.Equal(180, (await NamesAsync()).Count);
        Assert.DoesNotContain("name 3", await NamesAsync());
    }

    [Fact]
    public async Task A_change_sees_what_it_did_itself_and_others_do_not_until_it_is_over()
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var change = Database.WriteAsync(
            async (transaction, _) =>
            {
                await InsertAsync(transaction, "one");
                inside.SetResult();
                await goOn.Task;
                return await transaction.Connection!.ExecuteScalarAsync<long>(
                    "SELECT count(*) FROM thing",
                    transaction: transaction
                );
            },
            Stop
        );
        await inside.Task;
        Assert.Empty(await NamesAsync());

        goOn.SetResult();
        Assert.Equal(1, await change);
        Assert.Equal(["one"], await NamesAsync());
    }

    [Fact]
    public async Task A_change_that_is_cancelled_before_it_runs_does_not_run()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Database.WriteAsync((transaction, _) => InsertAsync(transaction, "one"), cancelled.Token)
        );

        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task A_read_that_fails_spoils_no_other()
    {
        for (var i = 0; i < 30; i++)
        {
            await Assert.ThrowsAnyAsync<DbException>(() =>
                Database.ReadAsync((connection, _) => connection.ExecuteAsync("SELECT nonsense"), Stop)
            );
        }

        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Migrations_run_once_and_new_ones_later()
    {
        await AddAsync("one");
        var second = new Migration("things", 2, _ => "ALTER TABLE thing ADD COLUMN colour text NOT NULL DEFAULT 'red'");

        await Database.MigrateAsync([Things, second], Stop);
        await Database.MigrateAsync([Things, second], Stop);

        var colours = await Database.ReadAsync(
            (connection, _) => connection.QueryAsync<string>("SELECT colour FROM thing"),
            Stop
        );
        Assert.Equal(["red"], colours);
    }

    [Fact]
    public async Task A_migration_that_fails_takes_back_those_before_it()
    {
        var good = new Migration("other", 1, _ => "CREATE TABLE other (id bigint)");
        var bad = new Migration("other", 2, _ => "CREATE TABLE thing (id bigint)");
        await Assert.ThrowsAnyAsync<DbException>(() => Database.MigrateAsync([good, bad], Stop));

        await Database.MigrateAsync([good], Stop);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_migrate_once()
    {
        var slow = new Migration("slow", 1, _ => "CREATE TABLE slow (id bigint); INSERT INTO slow (id) VALUES (1)");
        var nodes = Enumerable.Range(0, 4).Select(_ => Store.OpenAnotherNode(Database)).ToArray();

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.MigrateAsync([Things, slow], Stop))));

        Assert.Equal(
            1,
            await Database.ReadAsync((c, _) => c.ExecuteScalarAsync<long>("SELECT count(*) FROM slow"), Stop)
        );
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        await Database.MigrateAsync([Things, new Migration("things", 2, _ => "CREATE TABLE newer (id bigint)")], Stop);

        var error = await Assert.ThrowsAsync<StoreTooNewException>(() => Database.MigrateAsync([Things], Stop));

        Assert.Contains("things", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_with_a_gap_are_refused_in_the_program_and_in_the_database()
    {
        var third = new Migration("things", 3, _ => "CREATE TABLE third (id bigint)");
        await Assert.ThrowsAsync<ArgumentException>(() => Database.MigrateAsync([Things, third], Stop));

        var second = new Migration("things", 2, _ => "CREATE TABLE second (id bigint)");
        await Database.MigrateAsync([Things, second, third], Stop);
        await Database.WriteAsync(
            (transaction, _) =>
                transaction.Connection!.ExecuteAsync(
                    "DELETE FROM sidetone_migration WHERE version = 2",
                    transaction: transaction
                ),
            Stop
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.MigrateAsync([Things, second, third], Stop));
    }

    [Fact]
    public async Task The_clock_is_the_time_of_the_database()
    {
        var now = await Database.ReadAsync(
            (connection, _) => connection.ExecuteScalarAsync<long>($"SELECT {Database.Dialect.NowMs}"),
            Stop
        );

        await Store.HoldClockAsync(Database);
        await Store.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        Assert.True(now > DateTimeOffset.UnixEpoch.AddYears(50).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Somebody_who_waits_is_woken_by_another_node_and_only_for_the_channel()
    {
        var other = Store.OpenAnotherNode(Database);
        var waiting = Database.WaitAsync("mine", TimeSpan.FromMinutes(1), Stop);
        await other.NotifyAsync("other", Stop);
        await other.NotifyAsync("mine", Stop);

        Assert.True(await waiting);
    }

    [Fact]
    public async Task What_was_notified_while_nobody_waited_is_not_lost_and_heard_once()
    {
        await Database.NotifyAsync("early", Stop);
        Assert.True(await Database.WaitAsync("early", TimeSpan.FromMinutes(1), Stop));

        // A node may be woken once more for nothing when its listening begins; never for ever.
        while (await Database.WaitAsync("early", TimeSpan.Zero, Stop)) { }
        Assert.False(await Database.WaitAsync("early", TimeSpan.Zero, Stop));
    }

    [Fact]
    public async Task Who_stops_waiting_is_told_so()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Database.WaitAsync("never", TimeSpan.FromMinutes(1), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<int> AddAsync(string name) => Database.WriteAsync((tx, _) => InsertAsync(tx, name), Stop);

    private static Task<int> InsertAsync(DbTransaction transaction, string name) =>
        transaction.Connection!.ExecuteAsync("INSERT INTO thing (name) VALUES (@name)", new { name }, transaction);

    private async Task<List<string>> NamesAsync() =>
        (
            await Database.ReadAsync(
                (connection, _) => connection.QueryAsync<string>("SELECT name FROM thing ORDER BY id"),
                Stop
            )
        ).AsList();
}
