using Sidetone.Groups;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Serving;

/// <summary>The store of a server with everything that guards it: the folder's lock and the key file.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly DataFolderLock? _lock;

    private OpenedStore(Database database, ITelemetryLog log, SecretKey secret, DataFolderLock? folderLock)
    {
        Database = database;
        Log = log;
        Secret = secret;
        _lock = folderLock;
    }

    public Database Database { get; }

    public ITelemetryLog Log { get; }

    public SecretKey Secret { get; }

    /// <summary>Opens everything that the options name, and brings the tables up to date.</summary>
    /// <exception cref="ConfigurationException">The folder is taken, or the key file is not the store's.</exception>
    public static async Task<OpenedStore> OpenAsync(
        ServerOptions options,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        DataFolderLock? folderLock = null;
        Database? database = null;
        try
        {
            if (options.DataFolder is { } folder)
            {
                PrivateFolder.Make(folder);
                folderLock = options.Store is null ? DataFolderLock.Take(folder) : null;
            }

            var secret = SecretKey.Open(options.KeyFile, options.DataFolder);
            database = Stores.Open(options.DataFolder, options.Store, time);
            await database.MigrateAsync(Stores.Migrations, cancellation);
            await KeyFingerprint.RequireAsync(database, secret, cancellation);
            var log = Stores.LogOf(database, options.Log);
            if (folderLock is not null)
            {
                // Nobody else has this store open: who held a claim is gone, and nobody waits for its lease.
                await log.ReleaseAllAsync(cancellation);
                await JobClaims.ReleaseAllAsync(database, cancellation);
            }

            return new OpenedStore(database, log, secret, folderLock);
        }
        catch
        {
            if (database is not null)
            {
                await database.DisposeAsync();
            }

            folderLock?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _lock?.Dispose();
    }
}
