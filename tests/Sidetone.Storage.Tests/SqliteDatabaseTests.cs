using System.Diagnostics;
using Dapper;
using Sidetone.Storage.Sqlite;

namespace Sidetone.Storage.Tests;

public sealed class SqliteDatabaseTests() : DatabaseSuite(() => new SqliteTestStore())
{
    private static readonly Migration Blocks = new(
        "blocks",
        1,
        _ => "CREATE TABLE block (id integer PRIMARY KEY, body blob NOT NULL)"
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sidetone-");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_takes_again_when_it_has_room()
    {
        await using var database = Open(new SqliteSettings { Folder = _folder.FullName, WaitingMax = 3 });
        await database.MigrateAsync([Blocks], Stop);
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = database.WriteAsync(
            async (_, _) =>
            {
                inside.SetResult();
                await goOn.Task;
                return 0;
            },
            Stop
        );
        await inside.Task;
        var waiting = Enumerable.Range(0, 3).Select(_ => AddAsync(database, 10)).ToArray();

        var refusal = await Record.ExceptionAsync(() =>
            AddAsync(database, 10).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Stop)
        );

        goOn.SetResult();
        Assert.IsType<StoreBusyException>(refusal);
        await running;
        await Task.WhenAll(waiting);
        await AddAsync(database, 10);
        Assert.Equal(4, await CountAsync(database));
    }

    [Fact]
    public async Task A_full_database_refuses_keeps_what_it_has_and_goes_on_when_there_is_room()
    {
        await using var database = Open(new SqliteSettings { Folder = _folder.FullName, PagesMax = 100 });
        await database.MigrateAsync([Blocks], Stop);

        await FillAndGoOnAsync(database, blockBytes: 20_000);
    }

    [Fact]
    public async Task A_full_disk_refuses_keeps_what_it_has_and_goes_on_when_there_is_room()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && await MountAsync("-t", "tmpfs", "-o", "size=3m", "tmpfs", _folder.FullName),
            "A small file system can only be mounted by root."
        );
        try
        {
            var ballast = Path.Combine(_folder.FullName, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[700_000], Stop);
            await using var database = Open(new SqliteSettings { Folder = _folder.FullName });
            await database.MigrateAsync([Blocks], Stop);

            var kept = await FillAsync(database, 50_000);
            File.Delete(ballast);

            await AddAsync(database, 50_000);
            Assert.Equal(kept + 1, await CountAsync(database));
        }
        finally
        {
            await RunAsync("umount", _folder.FullName);
        }
    }

    [Fact]
    public async Task Changes_that_wait_when_the_database_is_closed_are_still_made()
    {
        var database = Open(new SqliteSettings { Folder = _folder.FullName });
        await database.MigrateAsync([Blocks], Stop);
        var changes = Enumerable.Range(0, 100).Select(_ => AddAsync(database, 10)).ToArray();
        await database.DisposeAsync();

        await Task.WhenAll(changes);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AddAsync(database, 10));
        await using var again = Open(new SqliteSettings { Folder = _folder.FullName });
        Assert.Equal(100, await CountAsync(again));
    }

    [Fact]
    public async Task A_change_that_asks_for_another_is_told_instead_of_waiting_for_itself()
    {
        await using var database = Open(new SqliteSettings { Folder = _folder.FullName });
        await database.MigrateAsync([Blocks], Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            database.WriteAsync((_, _) => AddAsync(database, 10), Stop)
        );
    }

    private static SqliteDatabase Open(SqliteSettings settings) => SqliteDatabase.Open(settings, TimeProvider.System);

    private static async Task FillAndGoOnAsync(Database database, int blockBytes)
    {
        var kept = await FillAsync(database, blockBytes);

        // A crowd that meets the full disk together is refused together, and what was there stays.
        var crowd = Enumerable.Range(0, 20).Select(_ => AddAsync(database, blockBytes)).ToArray();
        foreach (var change in crowd)
        {
            await Assert.ThrowsAsync<StoreFullException>(() => change);
        }

        Assert.Equal(kept, await CountAsync(database));
        await database.WriteAsync(
            (tx, _) => tx.Connection!.ExecuteAsync("DELETE FROM block WHERE id <= 3", transaction: tx),
            Stop
        );
        await AddAsync(database, blockBytes);
        Assert.Equal(kept - 2, await CountAsync(database));
    }

    private static async Task<long> FillAsync(Database database, int blockBytes)
    {
        for (var kept = 0L; kept < 10_000; kept++)
        {
            try
            {
                await AddAsync(database, blockBytes);
            }
            catch (StoreFullException)
            {
                Assert.True(kept > 3, $"Only {kept} blocks found room.");
                Assert.Equal(kept, await CountAsync(database));
                return kept;
            }
        }

        throw new InvalidOperationException("The database was never full.");
    }

    private static Task<int> AddAsync(Database database, int bytes) =>
        database.WriteAsync(
            (tx, _) =>
                tx.Connection!.ExecuteAsync("INSERT INTO block (body) VALUES (zeroblob(@bytes))", new { bytes }, tx),
            Stop
        );

    private static Task<long> CountAsync(Database database) =>
        database.ReadAsync((c, _) => c.ExecuteScalarAsync<long>("SELECT count(*) FROM block"), Stop);

    private static Task<bool> MountAsync(params string[] arguments) => RunAsync("mount", arguments);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        await process.WaitForExitAsync(Stop);
        return process.ExitCode == 0;
    }
}
