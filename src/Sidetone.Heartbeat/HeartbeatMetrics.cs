using System.Diagnostics.Metrics;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Scores;

namespace Sidetone.Heartbeat;

/// <summary>What heartbeats count.</summary>
public sealed class HeartbeatMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Sidetone.Heartbeat";

    private readonly Meter _meter;
    private readonly Counter<long> _jobs;
    private readonly Counter<long> _faults;
    private readonly UpDownCounter<long> _running;

    /// <summary>Makes the instruments.</summary>
    public HeartbeatMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _jobs = _meter.CreateCounter<long>("sidetone.heartbeat.jobs", "{job}", "Jobs that are over, by status.");
        _faults = _meter.CreateCounter<long>("sidetone.heartbeat.faults", "{job}", "Jobs that this program failed at.");
        _running = _meter.CreateUpDownCounter<long>("sidetone.heartbeat.calls", "{call}", "Calls under way.");
    }

    internal void Began() => _running.Add(1);

    internal void Stopped() => _running.Add(-1);

    internal void Faulted() => _faults.Add(1);

    internal void Ended(HeartbeatJob job) =>
        _jobs.Add(
            1,
            new KeyValuePair<string, object?>("status", job.State == JobState.Missed ? JobStatus.Missed : job.Status)
        );

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
