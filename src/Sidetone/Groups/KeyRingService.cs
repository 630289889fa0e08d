using Sidetone.Storage;

namespace Sidetone.Groups;

/// <summary>Keeps the key ring young: a new key, a revoked one and changed settings hold within two seconds.</summary>
internal sealed partial class KeyRingService(KeyRing ring, Database database, ILogger<KeyRingService> logger)
    : BackgroundService
{
    // The command line changes the embedded store from another process, which cannot wake this one.
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        try
        {
            while (true)
            {
                await database.WaitAsync(GroupStore.Channel, AskEvery, stoppingToken);
                failing = await RefreshAsync(failing, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: nothing is kept here that the database does not have.
        }
    }

    // The database being away for a while is no reason to forget who may send.
    private async Task<bool> RefreshAsync(bool failing, CancellationToken stoppingToken)
    {
        try
        {
            await ring.RefreshAsync(stoppingToken);
            return false;
        }
        catch (System.Data.Common.DbException fault)
        {
            if (!failing)
            {
                LogStale(fault);
            }

            return true;
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Groups and keys could not be read; those read before stay in force.")]
    private partial void LogStale(Exception fault);
}
