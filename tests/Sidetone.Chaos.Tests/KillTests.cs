using System.Globalization;
using Sidetone.Tests.Cli;
using Sidetone.Tests.EventBridge;
using Sidetone.Tests.Serving;

namespace Sidetone.Chaos.Tests;

/// <summary>
/// Servers that are killed under load lose nothing and invent nothing. <c>SIDETONE_CHAOS_ROUNDS</c> says how often,
/// <c>SIDETONE_CHAOS_SEED</c> repeats a run as far as timing lets it.
/// </summary>
public sealed class KillTests
{
    private const int RoundsUsual = 8;

    private static long Number(string variable, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    private static int Rounds => (int)Number("SIDETONE_CHAOS_ROUNDS", RoundsUsual);

    private static long Seed => Number("SIDETONE_CHAOS_SEED", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    [Fact]
    public async Task A_killed_server_loses_no_acknowledged_batch_and_no_event()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(new ChaosStore(folder.Path, url: null), Rounds);
    }

    [Fact]
    public async Task A_killed_node_of_a_served_store_loses_no_acknowledged_batch_and_no_event()
    {
        await using var schema = await ServedSchema.CreateAsync();
        using var folder = new TemporaryFolder();
        await RunAsync(new ChaosStore(folder.Path, schema.Store), Math.Max(1, Rounds / 2));
    }

    [Fact]
    public async Task A_server_that_is_killed_while_it_sends_to_EventBridge_loses_no_event()
    {
        await using var aws = await EventBridgeReceiver.StartAsync();
        using var folder = new TemporaryFolder();
        await RunAsync(new ChaosStore(folder.Path, url: null, aws), Rounds);
    }

    private static async Task RunAsync(ChaosStore store, int rounds)
    {
        var line = await new ChaosRun(store, rounds, Seed).RunAsync();
        Console.WriteLine($"{(store.IsEmbedded ? "SQLite" : "PostgreSQL")}: {line}");
    }
}
