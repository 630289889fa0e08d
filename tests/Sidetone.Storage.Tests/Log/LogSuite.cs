using Sidetone.Storage.Log;

namespace Sidetone.Storage.Tests.Log;

/// <summary>A migrated database with a held clock, its log, and short words for what tests do with it.</summary>
public abstract class LogSuite(Func<TestStore> create) : StoreSuite(create)
{
    protected static readonly LogOptions Options = new();
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    protected static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private Database? _database;
    private TelemetryLog? _log;

    protected Database Database => _database ?? throw new InvalidOperationException("The test has not begun.");

    protected TelemetryLog Log => _log ?? throw new InvalidOperationException("The test has not begun.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await ReopenAsync();
        await Store.HoldClockAsync(Database);
    }

    protected async Task ReopenAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _database = Store.Open();
        _log = new TelemetryLog(_database, Options);
        await _database.MigrateAsync(TelemetryLog.Migrations, Stop);
    }

    protected async Task<AppendOutcome> AppendAsync(LogEntry entry) =>
        Assert.Single(await Log.AppendAsync([entry], Stop));

    protected Task<IReadOnlyList<CallClaim>> ClaimAsync(string owner = "a", int max = 100) =>
        Log.ClaimDueAsync(owner, max, Lease, Stop);

    protected Task<bool> TryCloseAsync(CallClaim claim, long lastPosition) =>
        Database.WriteAsync((transaction, stop) => Log.TryCloseAsync(transaction, claim, lastPosition, stop), Stop);

    protected async Task CloseAsync(CallClaim claim) =>
        Assert.True(await TryCloseAsync(claim, (await Log.ReadAsync(claim.Call, Stop)).LastPosition));

    /// <summary>Lets intake accept for a time: ticks every few seconds, as a server does.</summary>
    protected async Task AcceptForAsync(TimeSpan time)
    {
        while (time > TimeSpan.Zero)
        {
            var step = time < Options.TickCap ? time : Options.TickCap;
            await Log.TickAsync(Stop);
            await Store.AdvanceAsync(step);
            time -= step;
        }

        await Log.TickAsync(Stop);
    }

    protected Task<long> NowMsAsync() =>
        Database.ReadAsync(
            async (connection, stop) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"SELECT {Database.Dialect.NowMs}";
                return (long)(await command.ExecuteScalarAsync(stop))!;
            },
            Stop
        );
}
