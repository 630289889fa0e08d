using System.Data.Common;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;

namespace Sidetone.Tests.Closing;

/// <summary>A real log that gets one more batch each time right after it was read, as long as there are any.</summary>
internal sealed class GrowingLog(ITelemetryLog log, IReadOnlyList<Batch> growth, Func<IEnumerable<Batch>, Task> append)
    : ITelemetryLog
{
    public int Readings { get; private set; }

    public async Task<CallLog> ReadAsync(CallKey call, CancellationToken cancellation)
    {
        var read = await log.ReadAsync(call, cancellation);
        if (Readings < growth.Count)
        {
            await append([growth[Readings]]);
        }

        Readings++;
        return read;
    }

    public Task<IReadOnlyList<AppendOutcome>> AppendAsync(
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    ) => log.AppendAsync(entries, cancellation);

    public Task<IReadOnlyList<CallClaim>> ClaimDueAsync(
        string owner,
        int max,
        TimeSpan lease,
        CancellationToken cancellation
    ) => log.ClaimDueAsync(owner, max, lease, cancellation);

    public Task<bool> TryCloseAsync(
        DbTransaction transaction,
        CallClaim claim,
        long lastPosition,
        CancellationToken cancellation
    ) => log.TryCloseAsync(transaction, claim, lastPosition, cancellation);

    public Task ReleaseAsync(CallClaim claim, TimeSpan after, CancellationToken cancellation) =>
        log.ReleaseAsync(claim, after, cancellation);

    public Task<int> ReleaseAllAsync(CancellationToken cancellation) => log.ReleaseAllAsync(cancellation);

    public Task TickAsync(CancellationToken cancellation) => log.TickAsync(cancellation);

    public Task<int> PurgeAsync(Guid group, long closedBeforeMs, CancellationToken cancellation) =>
        log.PurgeAsync(group, closedBeforeMs, cancellation);

    public Task<bool> MoveAsync(
        DbTransaction transaction,
        CallKey from,
        CallKey to,
        string agent,
        CancellationToken cancellation
    ) => log.MoveAsync(transaction, from, to, agent, cancellation);

    public Task<bool> MakeDueAsync(DbTransaction transaction, CallKey call, CancellationToken cancellation) =>
        log.MakeDueAsync(transaction, call, cancellation);

    public Task<IReadOnlyList<string>> AgentsOfAsync(Guid group, string contactId, CancellationToken cancellation) =>
        log.AgentsOfAsync(group, contactId, cancellation);

    public Task<long> LastPositionAsync(CancellationToken cancellation) => log.LastPositionAsync(cancellation);
}
