using System.Text.Json;
using Sidetone.Tests.Cli;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary><c>sidetone bus</c> beside a server that runs.</summary>
public sealed class BusCommandTests
{
    [Fact]
    public async Task A_rule_is_added_and_events_are_put_beside_a_running_server()
    {
        await using var server = await RunningServer.StartAsync();
        var events = Path.Combine(server.Folder, "events.json");
        await File.WriteAllTextAsync(
            events,
            """
            {"Source":"shop","DetailType":"Order","Detail":{"n":1},"EventBusName":"shop"}
            {"Source":"shop","DetailType":"Order","Detail":{"n":2},"EventBusName":"nowhere"}
            """,
            RunningServer.Stop
        );
        await RunAsync(server, 0, "create", server.Group.Group.Name, "shop");
        await RunAsync(
            server,
            0,
            [
                "rule",
                "add",
                server.Group.Group.Name,
                "orders",
                "--bus",
                "shop",
                "--pattern",
                """{"source":["shop"]}""",
                "--to",
                "orders.jsonl",
            ]
        );
        var rules = await RunAsync(server, 0, "rules", server.Group.Group.Name, "--bus", "shop", "--json");
        Assert.Equal("orders", JsonDocument.Parse(rules.Out).RootElement[0].GetProperty("Name").GetString());

        var shown = await RunAsync(server, 0, "rules", server.Group.Group.Name, "--bus", "shop");
        Assert.Contains("orders", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("🚌", shown.Out, StringComparison.Ordinal);

        var put = await RunAsync(server, 1, "put", server.Group.Group.Name, "--file", events);
        Assert.Contains("Event 2 is refused: ResourceNotFoundException", put.Error, StringComparison.Ordinal);
        Assert.Contains("\"n\":1", await AwsCliTests.FileAsync(server, "orders.jsonl"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_made_listed_and_revoked()
    {
        await using var server = await RunningServer.StartAsync();
        var group = server.Group.Group.Name;
        var made = await RunAsync(server, 0, "key", "create", group, "--label", "laptop", "--json");
        var key = JsonDocument.Parse(made.Out).RootElement;
        var id = key.GetProperty("accessKeyId").GetString()!;
        Assert.Equal(20, id.Length);
        Assert.Equal(40, key.GetProperty("secretAccessKey").GetString()!.Length);
        var listed = await RunAsync(server, 0, "key", "list", group);
        Assert.Contains(id, listed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(key.GetProperty("secretAccessKey").GetString()!, listed.Out, StringComparison.Ordinal);
        await RunAsync(server, 0, "key", "revoke", group, id);
        var again = await RunAsync(server, 1, "key", "revoke", group, id);
        Assert.Contains("is revoked already", again.Error, StringComparison.Ordinal);
    }

    private static async Task<ProcessRun> RunAsync(RunningServer server, int exitCode, params string[] arguments)
    {
        var run = await SidetoneProcess.RunAsync(["bus", .. arguments, "--data", server.Folder]);
        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Error}");
        return run;
    }
}
