namespace Sidetone.Sip.Rtcp;

/// <summary>
/// The times of our last sender reports: a round trip counts only when the other side answers one that we sent. What a
/// reflector or a mixed-up peer says would else become a round trip of hours. Guarded by the session's lock.
/// </summary>
internal struct SentReports
{
    private const int Kept = 32;

    private readonly uint[] _times = new uint[Kept];
    private int _next;

    public SentReports() { }

    public void Add(uint middle)
    {
        _times[_next] = middle;
        _next = (_next + 1) % Kept;
    }

    /// <summary>The round trip of RFC 3550 §6.4.1 in ms, never below 0; null when the report answers none of ours.</summary>
    /// <param name="now">middle 32 bits of the NTP time at which the report arrived</param>
    /// <param name="block">the report</param>
    public readonly double? RoundTripMs(uint now, in ReportBlock block)
    {
        if (block.LastReport == 0 || Array.IndexOf(_times, block.LastReport) < 0)
        {
            return null;
        }

        // Both clocks' steps are 15 µs and their rates differ: near nothing the difference can fall below it.
        var units = unchecked((int)(now - block.LastReport - block.DelaySinceLastReport));
        return Math.Max(units, 0) * 1_000.0 / 65_536;
    }
}
