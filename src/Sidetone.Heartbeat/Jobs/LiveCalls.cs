using System.Collections.Concurrent;
using Sidetone.Heartbeat.Calls;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>Where the calls of this node are. Its size is what runs here, which is bounded.</summary>
public sealed class LiveCalls
{
    private readonly ConcurrentDictionary<JobId, CallProgress> _calls = new();

    /// <summary>Where a job's call is; null when it does not run here.</summary>
    public CallProgress? Of(JobId job) => _calls.GetValueOrDefault(job);

    internal IProgress<CallProgress> Begin(JobId job)
    {
        _calls[job] = new CallProgress(CallPhase.Dialling, TimeSpan.Zero, "");
        return new Reporter(this, job);
    }

    internal void End(JobId job) => _calls.TryRemove(job, out _);

    // Not Progress<T>: that one posts, and would report after the end.
    private sealed class Reporter(LiveCalls calls, JobId job) : IProgress<CallProgress>
    {
        public void Report(CallProgress value)
        {
            if (calls._calls.TryGetValue(job, out var known))
            {
                calls._calls.TryUpdate(job, value, known);
            }
        }
    }
}
