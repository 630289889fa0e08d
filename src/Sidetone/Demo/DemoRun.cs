using Sidetone.Cli;
using Sidetone.Groups;
using Sidetone.Importing;
using Sidetone.Simulation;
using Sidetone.Tailing;
using Spectre.Console;

namespace Sidetone.Demo;

/// <summary>The demo: a server, a group, some calls through its intake, and their events as they come off its bus.</summary>
internal sealed class DemoRun(DemoSettings settings, DemoScreen screen, TimeProvider time)
{
    private const int ParallelRequests = 2;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(2);

    /// <summary>How long the last event may take after the last batch; far more than it does, and not for ever.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var server = await DemoServer.StartAsync(settings, time, cancellation);
        var group = await server.CreateGroupAsync("Demo", cancellation);
        Introduce(server);

        var calls = DemoCalls.EndingAt(time.GetUtcNow());
        var expected = new ExpectedEvents(calls);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = FollowAsync(server.Url, group.ReadKey, expected, connected, stop.Token);
        try
        {
            // If following fails, its failure is the demo's; waiting for a connection would only hide it.
            await await Task.WhenAny(connected.Task, following);
            await new DemoHeartbeat(server.Services, group.Group, time).BeginAsync(cancellation);
            await screen.PlayAsync(calls, (call, progress) => PlayAsync(server, group, call, progress, stop.Token));
            var complete = await CameInTimeAsync(expected, following, cancellation);
            if (complete && !settings.Once)
            {
                Explain(server, group, calls.Count);
                await following;
            }

            return complete ? ExitCode.Ok : Complain(expected);
        }
        finally
        {
            await stop.CancelAsync();
            await following.ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task FollowAsync(
        Uri server,
        string readKey,
        ExpectedEvents expected,
        TaskCompletionSource connected,
        CancellationToken cancellation
    )
    {
        var readings = new EventReadings();
        using var stream = new EventStream(server, readKey, after: "0", Delays(), time)
        {
            OnConnected = () => connected.TrySetResult(),
        };
        await foreach (var streamed in stream.FollowAsync(cancellation))
        {
            var reading = readings.Read(streamed.Json);
            screen.Show(reading);
            expected.Note(reading);
        }
    }

    private async Task PlayAsync(
        DemoServer server,
        CreatedGroup group,
        DemoCall call,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var speed = new Speed { Factor = Math.Max(1, call.Length / (settings.PlayTime * call.Share)) };
        using var intake = new IntakeClient(server.Url, group.IngestKey, time);
        var sender = new BatchSender(intake, Delays(), time) { OnProgress = sent => progress((int)sent) };
        var tally = await sender.SendAllAsync(
            Pacing.ApplyAsync(call.Batches, speed, time, cancellation),
            ParallelRequests,
            cancellation
        );
        if (call.Issue is { } issue && await intake.ReportAsync(issue, cancellation) is not SendOutcome.Accepted)
        {
            throw new CommandFailure("The server refused an issue of the demo.");
        }

        if (!tally.IsComplete)
        {
            throw new CommandFailure($"The server refused a batch of the demo. {string.Join(" ", tally.Reasons)}");
        }
    }

    private async Task<bool> CameInTimeAsync(ExpectedEvents expected, Task following, CancellationToken cancellation)
    {
        try
        {
            await await Task.WhenAny(expected.Complete.WaitAsync(s_patience, time, cancellation), following);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Introduce(DemoServer server)
    {
        screen.Note(
            "[bold]Sidetone demo[/]: four calls go in over HTTP, a test call is placed, their events come out on a bus."
        );
        screen.Note(
            $"Server {server.Url.AbsoluteUri.TrimEnd('/')}, data in {Markup.Escape(server.Folder)}{(settings.Keep ? "" : ", removed at the end")}."
        );
        screen.Note("");
    }

    private void Explain(DemoServer server, CreatedGroup group, int calls)
    {
        var url = server.Url.AbsoluteUri.TrimEnd('/');
        screen.Note("");
        screen.Note(
            $"[bold]{calls} calls and a test call, all events arrived.[/] The server goes on running. In another terminal:"
        );
        DemoScreen.NotePlain($"  Follow   {Self()} tail --server {url} --key {group.ReadKey} --after 0");
        DemoScreen.NotePlain(
            $"  As JSON  curl -N -H 'Authorization: Bearer {group.ReadKey}' {url}/v1/events/stream?after=0"
        );
        DemoScreen.NotePlain($"  Add      {Self()} simulate --server {url} --key {group.IngestKey} --calls 5");
        DemoScreen.NotePlain($"  Open     {url}/health/ready");
        DemoScreen.NotePlain("  Stop     Ctrl-C, here");
        screen.Note("");
    }

    /// <summary>This program as it can be typed where the demo was started.</summary>
    private static string Self()
    {
        var path = Environment.ProcessPath ?? "sidetone";
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : Path.Combine(".", relative);
    }

    private int Complain(ExpectedEvents expected)
    {
        foreach (var missing in expected.Missing)
        {
            screen.Note(Markup.Escape($"Missing after {s_patience.TotalSeconds:0} s: {missing}"));
        }

        return ExitCode.Failure;
    }

    private RetryDelays Delays() => new(s_firstDelay, s_longestDelay, SeededRandom.FromClock(time));
}
