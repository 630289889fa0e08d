namespace Sidetone.Storage.Log;

/// <summary>How long the log waits before it calls a call due.</summary>
public sealed record LogOptions
{
    /// <summary>How long nothing may be heard of a call, while intake accepts, before it is due.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(240);

    /// <summary>
    /// The same for a call that only the platform tells of. A page sends every few seconds; a platform says nothing while a
    /// caller waits in a queue or talks for half an hour, so that its silence means little.
    /// </summary>
    public TimeSpan PlatformSilence { get; init; } = TimeSpan.FromHours(4);

    /// <summary>
    /// How long an ended call waits at most: for batches that are missing, for other sessions that are still open, and for
    /// the page when only the platform said that it ended.
    /// </summary>
    public TimeSpan GapWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The most that one tick adds to the clock by which silence is counted. A server ticks every few seconds; whatever is
    /// longer than some ticks was a time in which nothing was accepted.
    /// </summary>
    public TimeSpan TickCap { get; init; } = TimeSpan.FromSeconds(15);
}
