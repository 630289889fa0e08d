using System.Diagnostics.Metrics;
using Sidetone.Storage.Log;

namespace Sidetone.Closing;

/// <summary>What closing counts.</summary>
internal sealed class ClosingMetrics
{
    private readonly Counter<long> _closed;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _failed;

    public ClosingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Sidetone.Closing");
        _closed = meter.CreateCounter<long>("sidetone.closing.calls", "{call}", "Calls closed, by why they were due.");
        _lost = meter.CreateCounter<long>(
            "sidetone.closing.lost",
            "{call}",
            "Claims given back because the log grew on."
        );
        _failed = meter.CreateCounter<long>("sidetone.closing.failed", "{call}", "Calls that could not be closed yet.");
    }

    public void Closed(DueReason reason) =>
        _closed.Add(
            1,
            new KeyValuePair<string, object?>(
                "reason",
                reason switch
                {
                    DueReason.Ended => "ended",
                    DueReason.Silence => "silence",
                    _ => "late",
                }
            )
        );

    public void Lost() => _lost.Add(1);

    public void Failed() => _failed.Add(1);
}
