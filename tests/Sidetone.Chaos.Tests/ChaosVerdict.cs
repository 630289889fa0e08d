using System.Text;
using System.Text.Json;
using Sidetone.Catalog;
using Sidetone.Delivery.Outbox;
using Sidetone.Groups;
using Sidetone.Issues;
using Sidetone.Telemetry;
using Sidetone.Tests.Closing;

namespace Sidetone.Chaos.Tests;

/// <summary>Compares what came out with what went in. It counts, and keeps what is wrong as sentences.</summary>
internal sealed class ChaosVerdict(AccountGroup group)
{
    // With more batches that may or may not be in an event there are too many possible events to try.
    private const int UncertainMax = 12;

    private readonly List<string> _faults = [];
    private readonly HashSet<string> _expected = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Calls whose event has every batch.</summary>
    public int Complete { get; private set; }

    /// <summary>Calls that were closed before their last batch came.</summary>
    public int Partial { get; private set; }

    /// <summary>The ids that must be on the bus, of the calls that were judged.</summary>
    public IReadOnlySet<string> Expected => _expected;

    /// <summary>Judges a call by how it is stored and by the bus's events, by id.</summary>
    public void Judge(ChaosCall call, JsonElement? stored, IReadOnlyDictionary<string, string> details)
    {
        var all = call.Batches;
        var full = ExpectedCall.Of(group, all);
        if (stored is not { } shown)
        {
            _faults.Add($"{call.Contact} is not closed.");
            return;
        }

        var numbers = shown
            .GetProperty("sessions")
            .EnumerateArray()
            .SelectMany(session => session.GetProperty("batches").EnumerateArray())
            .Select(number => number.GetInt64())
            .ToArray();
        Require(
            numbers.SequenceEqual(all.Select(batch => batch.Sequence)),
            $"{call.Contact} holds batches {string.Join(' ', numbers)} of {all.Count} that were acknowledged."
        );
        var summary = shown.GetProperty("summary").GetRawText();
        Require(summary == full.Summary, $"{call.Contact} is stored as {summary} and should be {full.Summary}.");
        JudgeEvents(call, full, shown.GetProperty("changedSinceSent").GetBoolean(), details);
    }

    /// <summary>Judges a call's reported issue, which was acknowledged: it is on the bus, whole.</summary>
    public void JudgeIssue(ChaosCall call, IReadOnlyDictionary<string, string> details)
    {
        var expected = IssueEvents.Of(group.Id, call.Issue, GroupSettings.Default.CatalogProfile);
        _expected.Add(expected.Id.ToString());
        Require(
            details.GetValueOrDefault(expected.Id.ToString()) == Encoding.UTF8.GetString(expected.Detail.Span),
            $"The issue of {call.Contact} is {details.GetValueOrDefault(expected.Id.ToString()) ?? "lost"}."
        );
    }

    private void JudgeEvents(
        ChaosCall call,
        ExpectedCall full,
        bool changed,
        IReadOnlyDictionary<string, string> details
    )
    {
        var id = IdOf(call, DetailTypes.CallSummary);
        _expected.Add(id);
        if (!details.TryGetValue(id, out var detail))
        {
            _faults.Add($"{call.Contact} is closed and its CallSummary is lost.");
            return;
        }

        var sent = detail == full.Summary ? full : FindSent(call, detail);
        if (sent is null)
        {
            _faults.Add($"{call.Contact} was sent as {detail}: acknowledged batches are missing from it.");
            return;
        }

        Complete += sent == full ? 1 : 0;
        Partial += sent == full ? 0 : 1;
        Require(changed == (sent.Summary != full.Summary), $"{call.Contact} has changedSinceSent {changed}.");
        var insights = IdOf(call, DetailTypes.InsightsSummary);
        if (sent.InsightsSummary is not null)
        {
            _expected.Add(insights);
        }

        Require(
            details.GetValueOrDefault(insights) == sent.InsightsSummary,
            $"{call.Contact} has the InsightsSummary {details.GetValueOrDefault(insights)}, not {sent.InsightsSummary}."
        );
    }

    /// <summary>What was sent, if it is the summary of all batches that must be in it and some of the others.</summary>
    private ExpectedCall? FindSent(ChaosCall call, string detail)
    {
        var surely = call.SurelyInEvents();
        Batch[] certain = [.. call.Batches.Where(batch => surely.Contains(batch.Sequence))];
        Batch[] uncertain = [.. call.Batches.Where(batch => !surely.Contains(batch.Sequence))];
        if (uncertain.Length > UncertainMax)
        {
            _faults.Add($"{call.Contact} has {uncertain.Length} batches that may be in its event: too many to try.");
            return null;
        }

        for (var chosen = 0; chosen < 1 << uncertain.Length; chosen++)
        {
            Batch[] some = [.. certain, .. uncertain.Where((_, index) => (chosen & (1 << index)) != 0)];
            if (some.Length > 0 && ExpectedCall.Of(group, some) is var possible && possible.Summary == detail)
            {
                return possible;
            }
        }

        return null;
    }

    private string IdOf(ChaosCall call, string type) =>
        EventId.For(group.Id, type, call.Contact, call.Agent).ToString();

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            _faults.Add(otherwise);
        }
    }
}
