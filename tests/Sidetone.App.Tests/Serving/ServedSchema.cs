using Npgsql;
using Sidetone.Serving;

namespace Sidetone.Tests.Serving;

/// <summary>A schema of its own on the server that <c>eng/test-postgres</c> starts.</summary>
internal sealed class ServedSchema(string server, string name) : IAsyncDisposable
{
    private static int _last;

    /// <summary>The store's address, as <c>--store</c> takes it.</summary>
    public string Store { get; } = new NpgsqlConnectionStringBuilder(server) { SearchPath = name }.ConnectionString;

    public static async Task<ServedSchema> CreateAsync()
    {
        var server = Environment.GetEnvironmentVariable("SIDETONE_TEST_POSTGRES") ?? "";
        Assert.SkipUnless(
            server.Length > 0,
            "SIDETONE_TEST_POSTGRES is not set: run the tests under eng/test-postgres run."
        );
        var schema = new ServedSchema(server, $"app_{Environment.ProcessId}_{Interlocked.Increment(ref _last)}");
        await schema.RunAsync($"CREATE SCHEMA {schema.Name}");
        return schema;
    }

    private string Name => name;

    public ServerOptions On(ServerOptions options, string key) =>
        options with
        {
            DataFolder = null,
            KeyFile = key,
            Store = Store,
        };

    public async ValueTask DisposeAsync() => await RunAsync($"DROP SCHEMA {name} CASCADE");

    private async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{server};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
