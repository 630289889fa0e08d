using System.Net;
using System.Threading.Channels;
using Sidetone.Cli;
using Sidetone.Telemetry;

namespace Sidetone.Importing;

/// <summary>Sends many batches at once, but never more than a bound; tries again what can succeed later.</summary>
/// <remarks>
/// The order in which batches arrive may differ from the one given: intake takes them in any order. A wrong or revoked
/// key stops the whole run, because nothing after it could succeed either.
/// </remarks>
internal sealed class BatchSender(IntakeClient intake, RetryDelays delays, TimeProvider time)
{
    private const int TriesMax = 9;
    private const int ReasonsMax = 5;

    private readonly Lock _gate = new(); // Guards _tally.
    private SendTally _tally = new();

    /// <summary>Told after each batch how many are done.</summary>
    public Action<long> OnProgress { get; init; } = static _ => { };

    /// <summary>Sends what the source gives, as fast as it gives it and the bound allows.</summary>
    /// <exception cref="CommandFailure">The server does not accept the key.</exception>
    public async Task<SendTally> SendAllAsync(
        IAsyncEnumerable<Batch> batches,
        int concurrency,
        CancellationToken cancellation
    )
    {
        var queue = Channel.CreateBounded<Batch>(
            new BoundedChannelOptions(concurrency)
            {
                SingleWriter = true,
                SingleReader = false,
                FullMode = BoundedChannelFullMode.Wait,
                AllowSynchronousContinuations = false,
            }
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var workers = Enumerable.Range(0, concurrency).Select(_ => SendFromAsync(queue.Reader, stop)).ToArray();
        try
        {
            await foreach (var batch in batches.WithCancellation(stop.Token))
            {
                await queue.Writer.WriteAsync(batch, stop.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A worker stopped the run; its own exception, below, says why.
        }
        finally
        {
            queue.Writer.TryComplete();
        }

        await Task.WhenAll(workers);
        return _tally;
    }

    private async Task SendFromAsync(ChannelReader<Batch> queue, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var batch in queue.ReadAllAsync(stop.Token))
            {
                await SendAsync(batch, stop.Token);
            }
        }
        catch (CommandFailure)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task SendAsync(Batch batch, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            switch (await intake.SendAsync(batch, cancellation))
            {
                case SendOutcome.Accepted accepted:
                    Count(tally => tally with { Accepted = tally.Accepted + 1, Bytes = tally.Bytes + accepted.Bytes });
                    return;
                case SendOutcome.Refused { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } refused:
                    throw new CommandFailure($"The server does not accept this key. {refused.Reason}");
                case SendOutcome.Refused refused:
                    Count(tally => WithReason(tally with { Refused = tally.Refused + 1 }, batch, refused.Reason));
                    return;
                case SendOutcome.TryLater later when tries == TriesMax:
                    Count(tally => WithReason(tally with { GivenUp = tally.GivenUp + 1 }, batch, later.Reason));
                    return;
                case SendOutcome.TryLater later:
                    Count(tally => tally with { Retries = tally.Retries + 1 });
                    await Task.Delay(delays.After(tries, later.After), time, cancellation);
                    break;
            }
        }
    }

    private void Count(Func<SendTally, SendTally> change)
    {
        long done;
        lock (_gate)
        {
            _tally = change(_tally);
            done = _tally.Accepted + _tally.Refused + _tally.GivenUp;
        }

        OnProgress(done);
    }

    private static SendTally WithReason(SendTally tally, Batch batch, string reason) =>
        tally.Reasons.Count >= ReasonsMax
            ? tally
            : tally with
            {
                Reasons = [.. tally.Reasons, $"Contact {batch.ContactId}, batch {batch.Sequence}: {reason}"],
            };
}
