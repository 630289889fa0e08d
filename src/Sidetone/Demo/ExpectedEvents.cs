using Sidetone.Catalog;
using Sidetone.Tailing;

namespace Sidetone.Demo;

/// <summary>Which events the calls of the demo must give, and which of them have come.</summary>
internal sealed class ExpectedEvents
{
    private readonly Dictionary<(string ContactId, string DetailType), string> _missing = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Expects every call's summary, insights where something goes wrong, what headset and agent told, and how the test call
    /// went.
    /// </summary>
    public ExpectedEvents(IEnumerable<DemoCall> calls)
    {
        _missing.Add(("", DetailTypes.HeartbeatWorkflow), DemoHeartbeat.Title);
        foreach (var call in calls)
        {
            _missing.Add((call.ContactId, DetailTypes.CallSummary), call.Title);
            if (call.MustHaveInsights)
            {
                _missing.Add((call.ContactId, DetailTypes.InsightsSummary), call.Title);
            }

            if (call.HasHeadset)
            {
                _missing.Add((call.ContactId, DetailTypes.HeadsetSummary), call.Title);
            }

            if (call.Issue is not null)
            {
                _missing.Add((call.ContactId, DetailTypes.AgentReportedIssue), call.Title);
            }
        }
    }

    /// <summary>Completes when all have come.</summary>
    public Task Complete => _complete.Task;

    /// <summary>The events that are missing, for people. Read it when nothing is noted any more.</summary>
    public IReadOnlyList<string> Missing => [.. _missing.Select(pair => $"the {pair.Key.DetailType} of: {pair.Value}")];

    /// <summary>Notes that an event came. Only the one who follows the stream calls this.</summary>
    public void Note(EventReading reading)
    {
        _missing.Remove((reading.ContactId, reading.DetailType));
        if (_missing.Count == 0)
        {
            _complete.TrySetResult();
        }
    }
}
