using Sidetone.Cli;
using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Importing;

/// <summary>One run of sending many batches to a server, with progress on standard error.</summary>
internal sealed class SendRun(Uri server, string key, int concurrency, TimeProvider time)
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(30);

    /// <summary>Sends them all.</summary>
    /// <param name="title">What is being sent, for the progress bar.</param>
    /// <param name="expected">How many batches there are, nearly.</param>
    /// <param name="batches">The batches.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="CommandFailure">There is no key, or the server does not accept it.</exception>
    public async Task<SendReport> SendAsync(
        string title,
        long expected,
        IAsyncEnumerable<Batch> batches,
        CancellationToken cancellation
    )
    {
        if (key.Length == 0)
        {
            throw new CommandFailure("A key is needed to send; see --key.", ExitCode.Usage);
        }

        var began = time.GetTimestamp();
        using var intake = new IntakeClient(server, key, time);
        var delays = new RetryDelays(s_firstDelay, s_longestDelay, SeededRandom.FromClock(time));
        var tally = await Terminal.WithProgressAsync(
            title,
            expected,
            progress =>
                new BatchSender(intake, delays, time) { OnProgress = progress }.SendAllAsync(
                    batches,
                    concurrency,
                    cancellation
                )
        );
        return new SendReport(tally, time.GetElapsedTime(began));
    }
}
