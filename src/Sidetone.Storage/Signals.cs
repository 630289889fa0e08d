namespace Sidetone.Storage;

/// <summary>Wakes those who wait for work of a kind. What is raised while nobody waits is kept for the next wait.</summary>
internal sealed class Signals(TimeProvider time)
{
    private readonly Lock _gate = new(); // Guards _channels.
    private readonly Dictionary<string, TaskCompletionSource> _channels = new(StringComparer.Ordinal);

    public void Raise(string channel)
    {
        lock (_gate)
        {
            Of(channel).TrySetResult();
        }
    }

    /// <summary>Wakes everybody: after a time of deafness nobody knows what was missed.</summary>
    public void RaiseAll()
    {
        lock (_gate)
        {
            foreach (var signal in _channels.Values)
            {
                signal.TrySetResult();
            }
        }
    }

    public async Task<bool> WaitAsync(string channel, TimeSpan atMost, CancellationToken cancellation)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            signal = Of(channel);
        }

        if (!signal.Task.IsCompleted)
        {
            using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(signal.Task, Task.Delay(atMost, time, stopWaiting.Token));
            await stopWaiting.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }

        lock (_gate)
        {
            if (!signal.Task.IsCompleted)
            {
                return false;
            }

            // Whoever waited for the same signal was woken by it too; the first of them arms the next.
            if (Of(channel) == signal)
            {
                _channels[channel] = Create();
            }

            return true;
        }
    }

    private TaskCompletionSource Of(string channel)
    {
        if (!_channels.TryGetValue(channel, out var signal))
        {
            signal = Create();
            _channels.Add(channel, signal);
        }

        return signal;
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
