using System.Text.Json;
using System.Text.RegularExpressions;
using Sidetone.Tests.Cli;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Heartbeats;

/// <summary>The shipped executable, killed in the middle of a call.</summary>
public sealed partial class KilledServerTests
{
    [Fact]
    public async Task A_job_of_a_killed_server_ends_as_failed_at_the_next_start_and_its_workflow_fires_once()
    {
        using var folder = new TemporaryFolder();
        var made = await SidetoneProcess.RunAsync("group", "create", "Test", "--data", folder.Path, "--json");
        var keys = JsonDocument.Parse(made.Out).RootElement;
        var admin = keys.GetProperty("adminKey").GetString()!;
        Assert.Equal(
            0,
            (
                await SidetoneProcess.RunAsync("heartbeat", "allow", "Test", "sip:*@127.0.0.1:*", "--data", folder.Path)
            ).ExitCode
        );
        var put = await SidetoneProcess.RunAsync(
            "heartbeat",
            "workflow",
            "put",
            "Test",
            "alarm",
            "--status",
            "Failed",
            "--data",
            folder.Path
        );
        Assert.Equal(0, put.ExitCode);
        var created = await SidetoneProcess.RunAsync(
            "heartbeat",
            "create",
            "Test",
            "door",
            "--to",
            $"sip:door@127.0.0.1:{HeartbeatDesk.FreePort()}",
            "--answer",
            "ignore",
            "--ring-timeout",
            "120",
            "--workflow",
            "alarm",
            "--data",
            folder.Path,
            "--json"
        );
        var heartbeat = JsonDocument.Parse(created.Out).RootElement.GetProperty("id").GetString()!;

        string job;
        using (var server = await ServedProcess.StartAsync(folder.Path))
        {
            job = await server.Http.RunAsync(admin, heartbeat);
            await server.Http.JobAsync(admin, job, "running");
            server.Kill();
        }

        for (var start = 0; start < 2; start++)
        {
            using var server = await ServedProcess.StartAsync(folder.Path);
            var ended = await server.Http.JobAsync(admin, job, "ended");
            Assert.Equal("Failed", ended.GetProperty("status").GetString());
            Assert.Contains("stopped", ended.GetProperty("reason").GetString(), StringComparison.Ordinal);
            server.Kill();
        }

        var results = await SidetoneProcess.RunAsync(
            "heartbeat",
            "results",
            "Test",
            "door",
            "--data",
            folder.Path,
            "--json"
        );
        var listed = Assert.Single(JsonDocument.Parse(results.Out).RootElement.EnumerateArray());
        Assert.Equal(job, listed.GetProperty("jobId").GetString());
        var status = await SidetoneProcess.RunAsync("delivery", "status", "Test", "--data", folder.Path, "--json");
        Assert.Equal(0, status.ExitCode);
        using var last = await ServedProcess.StartAsync(folder.Path);
        var told = await last.ToldAsync(keys.GetProperty("readKey").GetString()!);
        Assert.Equal(job, Assert.Single(told));
    }

    [Fact]
    public async Task A_terminal_shows_a_call_while_it_runs_and_answers_one()
    {
        using var answering = SidetoneProcess.Start(
            "sip",
            "answer",
            "--listen",
            $"127.0.0.1:{HeartbeatDesk.FreePort()}",
            "--json"
        );
        try
        {
            var line = await answering.StandardError.ReadLineAsync(RunningServer.Stop);
            var address = Address().Match(line ?? "").Value;
            var run = await SidetoneProcess.RunAsync(
                "heartbeat",
                "run",
                $"sip:agent@{address}",
                "--signal",
                "4",
                "--json"
            );
            Assert.Contains("Measuring", run.Error, StringComparison.Ordinal);
            var result = JsonDocument.Parse(run.Out).RootElement;
            Assert.True(result.GetProperty("record").GetProperty("signalCompleted").GetBoolean(), run.Out);
            Assert.Equal(JsonValueKind.Null, result.GetProperty("scores").GetProperty("ax").ValueKind);
            var answered = JsonDocument
                .Parse((await answering.StandardOutput.ReadLineAsync(RunningServer.Stop))!)
                .RootElement;
            Assert.Equal(
                result.GetProperty("record").GetProperty("diallerCallId").GetString(),
                answered.GetProperty("callId").GetString()
            );
            Assert.InRange(answered.GetProperty("packets").GetInt64(), 100, 400);
        }
        finally
        {
            SidetoneProcess.Interrupt(answering);
            await answering.WaitForExitAsync(RunningServer.Stop);
        }

        var wrong = await SidetoneProcess.RunAsync("heartbeat", "run", "+43123456");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("no SIP address", wrong.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
