using Sidetone.Tailing;

namespace Sidetone.Tests.Cli;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_ends_by_itself_when_every_event_has_come()
    {
        var run = await SidetoneProcess.RunAsync("demo", "--once");

        Assert.True(run.ExitCode == 0, $"{run.Out}{run.Error}");
        Assert.Equal(4, run.Lines.Count(line => line.StartsWith("CallSummary ", StringComparison.Ordinal)));
        Assert.InRange(run.Lines.Count(line => line.StartsWith("InsightsSummary ", StringComparison.Ordinal)), 3, 4);
        Assert.Contains(run.Lines, line => line.StartsWith("HeadsetSummary ", StringComparison.Ordinal));
        Assert.Single(run.Lines, line => line.StartsWith("HeartbeatWorkflow ", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("ben reports: Poor, Audio quality", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.Contains("Chidi's call of 25 min", StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b", run.Out + run.Error, StringComparison.Ordinal);
        AssertFolderIsGone(run.Error);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_demo_cleanly()
    {
        using var process = SidetoneProcess.Start("demo");
        var said = "";
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said += line + "\n";
            if (line.StartsWith("Server ", StringComparison.Ordinal))
            {
                break;
            }
        }

        SidetoneProcess.Interrupt(process);
        var rest = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, said + await rest);
        AssertFolderIsGone(said);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var calls = Sidetone.Demo.DemoCalls.EndingAt(Simulation.SimulatedCalls.Start);
        var expected = new Sidetone.Demo.ExpectedEvents(calls);

        expected.Note(new EventReading("CallSummary", "", Tone.Good, calls[0].ContactId));

        Assert.False(expected.Complete.IsCompleted);
        Assert.DoesNotContain(expected.Missing, missing => missing.Contains("Ada", StringComparison.Ordinal));
        Assert.Equal(2, expected.Missing.Count(missing => missing.Contains("Chidi", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_in_the_demo_is_from_the_future_or_long_ago()
    {
        var end = Simulation.SimulatedCalls.Start;
        foreach (var call in Sidetone.Demo.DemoCalls.EndingAt(end))
        {
            Assert.True(call.Batches[^1].At <= end, call.Title);
            Assert.True(call.Batches[0].At > end.AddHours(-1), call.Title);
            Assert.Single(call.Batches.Select(timed => timed.Batch.ContactId).Distinct());
        }
    }

    private static void AssertFolderIsGone(string said)
    {
        var folder = said.Split(["data in ", ", removed"], StringSplitOptions.None)[1];
        Assert.StartsWith(Path.GetTempPath(), folder, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder), folder);
    }
}
