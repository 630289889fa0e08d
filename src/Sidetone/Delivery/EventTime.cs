namespace Sidetone.Delivery;

/// <summary>The <c>time</c> of an envelope.</summary>
internal static class EventTime
{
    /// <summary>An envelope has whole seconds and is never older than its detail: the next whole second.</summary>
    /// <param name="at">When it happened, in milliseconds since the Unix epoch.</param>
    public static DateTimeOffset Of(long at) =>
        DateTimeOffset.FromUnixTimeSeconds((at / 1000) + (at % 1000 > 0 ? 1 : 0));
}
