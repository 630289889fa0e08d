using Microsoft.Extensions.Options;
using Sidetone.Groups;
using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Closing;

/// <summary>Finds calls that are due and closes them, some at a time. Any node may close any call.</summary>
internal sealed partial class ClosingService(
    Database database,
    ITelemetryLog log,
    CallCloser closer,
    ClosingMetrics metrics,
    NodeName node,
    IOptions<ClosingOptions> options,
    ILogger<ClosingService> logger
) : BackgroundService
{
    private readonly ClosingOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (!await CloseSomeAsync(stoppingToken))
                {
                    await database.WaitAsync(TelemetryLog.DueChannel, _options.LookEvery, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is due stays due for the next start.
        }
    }

    /// <summary>Closes what is due; true when there may be more.</summary>
    private async Task<bool> CloseSomeAsync(CancellationToken stoppingToken)
    {
        IReadOnlyList<CallClaim> claims;
        try
        {
            claims = await log.ClaimDueAsync(node.Value, _options.ClaimMax, _options.Lease, stoppingToken);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogStoreTrouble(trouble.Message);
            return false;
        }

        // What was claimed is closed even when the server stops: it takes milliseconds, and would have to wait for the
        // end of its lease otherwise.
        await Parallel.ForEachAsync(
            claims,
            new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency },
            async (claim, _) => await CloseAsync(claim, CancellationToken.None)
        );
        return claims.Count == _options.ClaimMax;
    }

    private async Task CloseAsync(CallClaim claim, CancellationToken cancellation)
    {
        try
        {
            await closer.CloseAsync(claim, cancellation);
        }
        catch (Exception fault)
        {
            // One call that cannot be closed holds up no other; its records stay in the log and it is tried again.
            metrics.Failed();
            LogFailed(fault, claim.Call, claim.ContactId);
            await TryReleaseAsync(claim, cancellation);
        }
    }

    private async Task TryReleaseAsync(CallClaim claim, CancellationToken cancellation)
    {
        try
        {
            await log.ReleaseAsync(claim, _options.RetryAfter, cancellation);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogStoreTrouble(trouble.Message); // The lease ends by itself.
        }
    }

    [LoggerMessage(2001, LogLevel.Error, "Call {Call} of contact {ContactId} could not be closed; it is tried again")]
    private partial void LogFailed(Exception fault, CallKey call, string contactId);

    [LoggerMessage(2002, LogLevel.Warning, "The store does not answer, closing waits: {Reason}")]
    private partial void LogStoreTrouble(string reason);
}
