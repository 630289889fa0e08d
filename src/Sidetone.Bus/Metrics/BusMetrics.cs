using System.Diagnostics.Metrics;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Routing;

namespace Sidetone.Bus.Metrics;

/// <summary>What the bus counts, under the names that AWS has in the namespace <c>AWS/Events</c>.</summary>
internal sealed class BusMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Sidetone.Bus";

    private readonly Meter _meter;
    private readonly Counter<long> _events;
    private readonly Counter<long> _matched;
    private readonly Counter<long> _triggered;
    private readonly Counter<long> _created;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _succeeded;
    private readonly Counter<long> _retried;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _deadLettered;
    private readonly Counter<long> _sentToDeadLetter;
    private readonly Counter<long> _deadLetterFailed;
    private readonly Counter<long> _lostClaims;
    private readonly Histogram<double> _latency;

    public BusMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _events = Count("Events", "{event}", "Events that were routed.");
        _matched = Count("MatchedEvents", "{event}", "Events that matched a rule, counted once for each rule.");
        _triggered = Count("TriggeredRules", "{rule}", "Rules that ran and matched an event.");
        _created = Count("InvocationsCreated", "{invocation}", "Invocations that routing asked for.");
        _attempts = Count("InvocationAttempts", "{attempt}", "Calls of targets, repeats included.");
        _succeeded = Count("Invocations", "{invocation}", "Invocations that reached their target.");
        _retried = Count("RetryInvocationAttempts", "{attempt}", "Calls of targets after the first.");
        _failed = Count("FailedInvocations", "{invocation}", "Invocations that will never reach their target.");
        _deadLettered = Count("DeadLetterInvocations", "{invocation}", "Invocations that became dead letters.");
        _sentToDeadLetter = Count("InvocationsSentToDlq", "{invocation}", "Dead letters that were handed over.");
        _deadLetterFailed = Count("InvocationsFailedToBeSentToDlq", "{invocation}", "Dead letters that were not.");
        _lostClaims = _meter.CreateCounter<long>(
            "sidetone.bus.lost_claims",
            "{invocation}",
            "Answers of targets that came after the claim had gone to another, and did not count."
        );
        _latency = _meter.CreateHistogram<double>(
            "IngestionToInvocationSuccessLatency",
            "s",
            "From accepting an event to its target having it."
        );
    }

    public void Routed(RoutedPage page, int events)
    {
        _events.Add(events);
        foreach (var (lane, invoked) in page.Invocations)
        {
            _created.Add(invoked.Count, Bus(lane.Bus), Rule(lane.Rule));
        }
    }

    public void Triggered(string bus, string rule)
    {
        _matched.Add(1, Bus(bus), Rule(rule));
        _triggered.Add(1, Bus(bus), Rule(rule));
    }

    public void Attempted(LaneKey lane, int calls, int repeats)
    {
        _attempts.Add(calls, Bus(lane.Bus), Rule(lane.Rule));
        if (repeats > 0)
        {
            _retried.Add(repeats, Bus(lane.Bus), Rule(lane.Rule));
        }
    }

    public void Succeeded(LaneKey lane, TimeSpan latency)
    {
        (lane.IsDeadLetter ? _sentToDeadLetter : _succeeded).Add(1, Bus(lane.Bus), Rule(lane.Rule));
        if (!lane.IsDeadLetter)
        {
            _latency.Record(latency.TotalSeconds, Bus(lane.Bus), Rule(lane.Rule));
        }
    }

    public void Failed(LaneKey lane) =>
        (lane.IsDeadLetter ? _deadLetterFailed : _failed).Add(1, Bus(lane.Bus), Rule(lane.Rule));

    public void DeadLettered(LaneKey lane)
    {
        _failed.Add(1, Bus(lane.Bus), Rule(lane.Rule));
        _deadLettered.Add(1, Bus(lane.Bus), Rule(lane.Rule));
    }

    public void ClaimsLost(int count) => _lostClaims.Add(count);

    public void Dispose() => _meter.Dispose();

    private Counter<long> Count(string name, string unit, string meaning) =>
        _meter.CreateCounter<long>(name, unit, meaning);

    private static KeyValuePair<string, object?> Bus(string bus) => new("EventBusName", bus);

    private static KeyValuePair<string, object?> Rule(string rule) => new("RuleName", rule);
}
