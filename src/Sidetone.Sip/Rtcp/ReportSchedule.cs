namespace Sidetone.Sip.Rtcp;

/// <summary>
/// When the next report is due (RFC 3550 §6.2 and §6.3.1): the interval times 0.5…1.5, so that reports of many calls do not
/// fall together; the first after half of that. Two parties never need the bandwidth rules: their reports are some 100 bytes.
/// </summary>
internal static class ReportSchedule
{
    public static TimeSpan Next(TimeSpan interval, bool isFirst, Random random) =>
        interval * (0.5 + random.NextDouble()) * (isFirst ? 0.5 : 1);
}
