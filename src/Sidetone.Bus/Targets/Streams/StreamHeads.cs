using Microsoft.Extensions.Logging;
using Sidetone.Storage;

namespace Sidetone.Bus.Targets.Streams;

/// <summary>Wakes readers of event streams: one waiter on the store for all of them.</summary>
internal sealed class StreamHeads(
    Database database,
    EngineHealth health,
    TimeProvider time,
    ILogger<StreamHeads> logger
) : EngineService("streams", health, time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private volatile TaskCompletionSource _next = Create();

    /// <summary>Ends when any stream may have grown; ask for it before reading.</summary>
    public Task Growth => _next.Task;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await database.WaitAsync(StreamLog.Channel, LookEvery, stopping);
        var over = _next;
        _next = Create();
        over.TrySetResult();
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
