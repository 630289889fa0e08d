using System.CommandLine;
using Sidetone.Serving;
using Sidetone.Storage;

namespace Sidetone.Cli;

/// <summary>Where a server keeps its data, as options, and the store that they name.</summary>
internal static class StoreOptions
{
    private const string DataVariable = "SIDETONE_DATA";
    private const string StoreVariable = "SIDETONE_STORE";

    /// <summary><c>--data</c>.</summary>
    public static Option<string?> Data() =>
        new("--data")
        {
            HelpName = "DIR",
            Description = $"The folder of the embedded store; made when absent. Also taken from {DataVariable}.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(DataVariable),
        };

    /// <summary><c>--store</c>.</summary>
    public static Option<string?> Store() =>
        new("--store")
        {
            HelpName = "URL",
            Description =
                $"A PostgreSQL store: postgres://user:password@host/database. Also taken from {StoreVariable}.",
        };

    /// <summary>The store's address that was given, or the one in the environment; help must not show a password.</summary>
    public static string? StoreOf(ParseResult parsed, Option<string?> store) =>
        parsed.GetValue(store) ?? Environment.GetEnvironmentVariable(StoreVariable);

    /// <summary>Opens the store that a server uses or will use, beside it if it runs.</summary>
    /// <exception cref="CommandFailure">No option says where the data is.</exception>
    public static async Task<Database> OpenAsync(string? data, string? store, CancellationToken cancellation)
    {
        if (data is null && store is null)
        {
            throw new CommandFailure("--data DIR or --store URL: one of them says where data is kept.", ExitCode.Usage);
        }

        var database = Stores.Open(data, store, TimeProvider.System);
        try
        {
            await database.MigrateAsync(Stores.Migrations, cancellation);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
