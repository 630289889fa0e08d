using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Demo;

/// <summary>A call that the demo plays.</summary>
/// <param name="Title">What it is, for people.</param>
/// <param name="Batches">What the page sends, in order.</param>
/// <param name="MustHaveInsights">True when something goes wrong in it that must be found.</param>
internal sealed record DemoCall(string Title, IReadOnlyList<TimedBatch> Batches, bool MustHaveInsights)
{
    /// <summary>The contact's id.</summary>
    public string ContactId => Batches[0].Batch.ContactId;

    /// <summary>From the first batch to the last.</summary>
    public TimeSpan Length => Batches[^1].At - Batches[0].At;
}
