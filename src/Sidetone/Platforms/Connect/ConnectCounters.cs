using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Records;

namespace Sidetone.Platforms.Connect;

/// <summary>Counts what became of records since the server started, for each group.</summary>
internal sealed class ConnectCounters
{
    private readonly ConcurrentDictionary<(Guid Group, string Outcome, string Reason), long> _counts = new();
    private readonly Counter<long> _records;

    public ConnectCounters(IMeterFactory meters) =>
        _records = meters
            .Create("Sidetone.Connect")
            .CreateCounter<long>("sidetone.connect.records", "{record}", "Records of Amazon Connect, by outcome.");

    public void Count(Guid group, TakenRecords taken)
    {
        Add(group, "accepted", "", taken.Accepted);
        Add(group, "repeated", "", taken.Repeated);
        foreach (var (reason, count) in taken.Ignored)
        {
            Add(group, "ignored", NameOf(reason), count);
        }

        foreach (var reason in taken.Faulty.GroupBy(one => one.Problem.Reason))
        {
            Add(group, "setAside", RefusalKind.Of(reason.Key).Code, reason.Count());
        }
    }

    /// <summary>How many records had an outcome.</summary>
    public long Of(Guid group, string outcome) => _counts.GetValueOrDefault((group, outcome, ""));

    /// <summary>How many records had an outcome, by reason, in ordinal order.</summary>
    public IEnumerable<(string Reason, long Count)> ByReason(Guid group, string outcome) =>
        _counts
            .Where(one => one.Key.Group == group && one.Key.Outcome == outcome)
            .Select(one => (one.Key.Reason, one.Value))
            .OrderBy(one => one.Reason, StringComparer.Ordinal);

    private void Add(Guid group, string outcome, string reason, int count)
    {
        if (count > 0)
        {
            _counts.AddOrUpdate((group, outcome, reason), count, (_, before) => before + count);
            _records.Add(
                count,
                new KeyValuePair<string, object?>("outcome", outcome),
                new KeyValuePair<string, object?>("reason", reason)
            );
        }
    }

    private static string NameOf(IgnoredReason reason) =>
        reason switch
        {
            IgnoredReason.OtherChannel => "otherChannel",
            IgnoredReason.NoContact => "noContact",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown reason."),
        };
}
