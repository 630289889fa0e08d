namespace Sidetone.Heartbeat.Calls;

/// <summary>Places one call, with its receiver when that is virtual, and measures it from both ends.</summary>
public interface ICallPlacer
{
    /// <summary>
    /// Places the call and stays with it until it is over; it ends by itself within <see cref="CallPlan.LongestCall"/>.
    /// What the world does wrong stands in the record: an exception is a mistake in this program.
    /// </summary>
    /// <param name="plan">What to call, and how.</param>
    /// <param name="progress">Told what happens, for whoever looks on; may be called from any thread.</param>
    /// <param name="cancellation">Hangs up; the record then says so.</param>
    Task<CallRecord> PlaceAsync(CallPlan plan, IProgress<CallProgress> progress, CancellationToken cancellation);
}
