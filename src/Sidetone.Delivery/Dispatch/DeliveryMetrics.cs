using System.Diagnostics.Metrics;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.Dispatch;

/// <summary>What delivery counts.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Sidetone.Delivery";

    private readonly Meter _meter;
    private readonly Counter<long> _events;
    private readonly Counter<long> _lostClaims;
    private readonly Histogram<double> _age;
    private readonly Histogram<double> _send;

    public DeliveryMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _events = _meter.CreateCounter<long>("sidetone.delivery.events", "{event}", "Answers of destinations.");
        _lostClaims = _meter.CreateCounter<long>(
            "sidetone.delivery.lost_claims",
            "{event}",
            "Answers that came after the claim had gone to another, and did not count."
        );
        _age = _meter.CreateHistogram<double>(
            "sidetone.delivery.age",
            "s",
            "From asking for the delivery to the destination having it."
        );
        _send = _meter.CreateHistogram<double>("sidetone.delivery.send.duration", "s", "How long one send took.");
    }

    /// <summary>A destination answered for one event.</summary>
    public void Answered(string kind, DeliveryOutcome outcome)
    {
        var word = outcome switch
        {
            DeliveryOutcome.Delivered => "delivered",
            DeliveryOutcome.RetryLater => "retry",
            DeliveryOutcome.Held => "held",
            _ => "rejected",
        };
        _events.Add(1, KindTag(kind), new("outcome", word));
    }

    /// <summary>A destination has an event, this long after sending it was asked for.</summary>
    public void Delivered(string kind, TimeSpan age) => _age.Record(age.TotalSeconds, KindTag(kind));

    /// <summary>One send ended.</summary>
    public void Sent(string kind, TimeSpan duration) => _send.Record(duration.TotalSeconds, KindTag(kind));

    /// <summary>Answers did not count.</summary>
    public void ClaimsLost(int count) => _lostClaims.Add(count);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> KindTag(string kind) => new("kind", kind);
}
