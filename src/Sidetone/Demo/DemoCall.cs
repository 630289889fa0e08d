using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Demo;

/// <summary>A call that the demo plays.</summary>
/// <param name="Title">What it is, for people.</param>
/// <param name="Batches">What the page sends, in order.</param>
/// <param name="MustHaveInsights">True when something goes wrong in it that must be found.</param>
/// <param name="Share">How much of the playing time it takes: calls that all end at once are no sight.</param>
internal sealed record DemoCall(string Title, IReadOnlyList<TimedBatch> Batches, bool MustHaveInsights, double Share)
{
    /// <summary>The contact's id.</summary>
    public string ContactId => Batches[0].Batch.ContactId;

    /// <summary>What the agent reports right after it; null when nothing.</summary>
    public Issue? Issue { get; init; }

    /// <summary>True when the agent's headset tells what it hears.</summary>
    public bool HasHeadset => Batches.Any(timed => timed.Batch.Headset.Count > 0);

    /// <summary>From the first batch to the last.</summary>
    public TimeSpan Length => Batches[^1].At - Batches[0].At;
}
