using System.Text.Json;
using System.Text.RegularExpressions;
using Sidetone.Tests.Cli;
using Sidetone.Tests.Peers;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Heartbeats;

/// <summary>The shipped executable, killed while it talks to a far end that lives on.</summary>
public sealed partial class KilledInCallTests
{
    [Fact]
    public async Task Sip_answer_hangs_up_by_itself_and_the_job_fails_once()
    {
        using var answering = SidetoneProcess.Start("sip", "answer", "--listen", "127.0.0.1:0", "--json");
        try
        {
            var line = await answering.StandardError.ReadLineAsync(RunningServer.Stop);
            var callId = await DieInCallAsync($"sip:agent@{Address().Match(line ?? "").Value}");

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(RunningServer.Stop);
            patience.CancelAfter(TimeSpan.FromSeconds(60));
            var answered = JsonDocument
                .Parse((await answering.StandardOutput.ReadLineAsync(patience.Token))!)
                .RootElement;
            Assert.Equal("nothing arrived any more", answered.GetProperty("end").GetString());
            Assert.Equal(callId, answered.GetProperty("callId").GetString());
            Assert.InRange(answered.GetProperty("packets").GetInt64(), 1, 3_000);
        }
        finally
        {
            SidetoneProcess.Interrupt(answering);
            await answering.WaitForExitAsync(RunningServer.Stop);
        }
    }

    [Fact]
    public async Task Sipp_waits_for_a_hang_up_in_vain_and_the_job_fails_once()
    {
        await using var sipp = await Sipp.AnswerAsync("udp", scenario: null, "-recv_timeout", "10000");
        await DieInCallAsync(sipp.Uri("udp").ToString());
        Assert.Contains("timeout", await sipp.ExpectFailureAsync(), StringComparison.OrdinalIgnoreCase);
    }

    // Calls, is killed in mid-call, starts twice, and asks what the bus was told; the Call-ID of the call.
    private static async Task<string> DieInCallAsync(string to)
    {
        using var folder = new TemporaryFolder();
        var made = await SidetoneProcess.RunAsync("group", "create", "Test", "--data", folder.Path, "--json");
        var keys = JsonDocument.Parse(made.Out).RootElement;
        var admin = keys.GetProperty("adminKey").GetString()!;
        string job;
        string callId;
        using (var server = await ServedProcess.StartAsync(folder.Path))
        {
            await server.Http.AllowLoopbackAsync(admin);
            await server.Http.SendAsync(
                HttpMethod.Put,
                "/v1/heartbeat-workflows/alarm",
                admin,
                """{"trigger":{"statuses":["Failed"]}}"""
            );
            var heartbeat = await server.Http.DefineAsWrittenAsync(
                admin,
                $$"""
                {"name":"door","to":"{{to}}","receiver":{"kind":"human"},"signalSeconds":120,"workflows":["alarm"]}
                """
            );
            job = await server.Http.RunAsync(admin, heartbeat);
            callId = await server.Http.MeasuringAsync(admin, job);
            server.Kill();
        }

        for (var start = 0; start < 2; start++)
        {
            using var server = await ServedProcess.StartAsync(folder.Path);
            var ended = await server.Http.JobAsync(admin, job, "ended");
            Assert.Equal("Failed", ended.GetProperty("status").GetString());
            Assert.Contains("stopped", ended.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.Equal(job, Assert.Single(await server.ToldAsync(keys.GetProperty("readKey").GetString()!)));
            server.Kill();
        }

        return callId;
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
