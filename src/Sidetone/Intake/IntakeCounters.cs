using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Sidetone.Intake.Refusals;

namespace Sidetone.Intake;

/// <summary>Counts what intake did since the server started, per group and reason. Nothing is dropped in silence.</summary>
internal sealed class IntakeCounters : IDisposable
{
    private readonly ConcurrentDictionary<Guid, GroupCounters> _groups = new();
    private readonly Meter _meter;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _issues;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _bytes;
    private readonly Histogram<int> _together;

    public IntakeCounters(IMeterFactory meters)
    {
        _meter = meters.Create("Sidetone.Intake");
        _batches = _meter.CreateCounter<long>(
            "sidetone.intake.batches",
            "{batch}",
            "Batches acknowledged, by outcome."
        );
        _issues = _meter.CreateCounter<long>(
            "sidetone.intake.issues",
            "{issue}",
            "Reported issues acknowledged, by outcome."
        );
        _refusals = _meter.CreateCounter<long>(
            "sidetone.intake.refused",
            "{batch}",
            "Batches and issues refused, by reason."
        );
        _bytes = _meter.CreateCounter<long>("sidetone.intake.bytes", "By", "Bytes of acknowledged batches, expanded.");
        _together = _meter.CreateHistogram<int>("sidetone.intake.group", "{batch}", "Batches committed together.");
    }

    /// <summary>Refusals of senders whose group is not known.</summary>
    public GroupCounters Unidentified { get; } = new();

    /// <summary>A group's counters.</summary>
    public GroupCounters Of(Guid group) => _groups.GetOrAdd(group, static _ => new GroupCounters());

    public void Acknowledged(Guid group, bool repeated, int bytes)
    {
        Of(group).CountAcknowledged(repeated);
        _batches.Add(1, new KeyValuePair<string, object?>("outcome", repeated ? "repeated" : "accepted"));
        _bytes.Add(bytes);
    }

    public void IssueAcknowledged(bool repeated) =>
        _issues.Add(1, new KeyValuePair<string, object?>("outcome", repeated ? "repeated" : "accepted"));

    public void Refused(Guid? group, RefusalReason reason)
    {
        (group is { } id ? Of(id) : Unidentified).CountRefused(reason);
        _refusals.Add(1, new KeyValuePair<string, object?>("reason", RefusalKind.Of(reason).Code));
    }

    public void CommittedTogether(int batches) => _together.Record(batches);

    public void Dispose() => _meter.Dispose();
}

/// <summary>One group's counters. Any thread adds; readers see each number as it is then.</summary>
internal sealed class GroupCounters
{
    private readonly long[] _refused = new long[RefusalKind.Count];
    private long _accepted;
    private long _repeated;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long Repeated => Interlocked.Read(ref _repeated);

    public long Refused(RefusalReason reason) => Interlocked.Read(ref _refused[(int)reason]);

    public void CountAcknowledged(bool repeated) => Interlocked.Increment(ref repeated ? ref _repeated : ref _accepted);

    public void CountRefused(RefusalReason reason) => Interlocked.Increment(ref _refused[(int)reason]);
}
