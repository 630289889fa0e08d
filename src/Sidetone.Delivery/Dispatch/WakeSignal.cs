namespace Sidetone.Delivery.Dispatch;

/// <summary>Wakes one waiter; set while nobody waits, the next wait ends at once.</summary>
internal sealed class WakeSignal
{
    private readonly Lock _gate = new(); // Guards _next.
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends the running wait or the next one.</summary>
    public void Set()
    {
        lock (_gate)
        {
            _next.TrySetResult();
        }
    }

    /// <summary>Waits until set, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        Task set;
        lock (_gate)
        {
            set = _next.Task;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(set, Task.Delay(atMost, time, over.Token));
        await over.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_next.Task.IsCompleted)
            {
                _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
