namespace Sidetone.Telemetry.Wire;

/// <summary>How much of what one batch may hold, and between which bounds its numbers must lie.</summary>
public static class WireLimits
{
    /// <summary>The only version there is.</summary>
    public const int Version = 1;

    /// <summary>The most samples of a batch: an hour of them.</summary>
    public const int SamplesMax = 3_600;

    /// <summary>The most inbound and outbound streams of a sample, together.</summary>
    public const int StreamsPerSampleMax = 64;

    /// <summary>
    /// The most different streams of a batch. Streams are looked up by walking over them, so that their number must
    /// not grow with the body.
    /// </summary>
    public const int TracksMax = 256;

    /// <summary>The most happenings of a batch.</summary>
    public const int HappeningsMax = 1_000;

    /// <summary>The most devices of a list of them.</summary>
    public const int DevicesMax = 64;

    /// <summary>The most headsets of a batch.</summary>
    public const int HeadsetsMax = 8;

    /// <summary>The most events of headsets in a batch, of all of them together.</summary>
    public const int HeadsetEventsMax = 2_000;

    /// <summary>The highest level that a headset may tell, in hundredths of a dB(A).</summary>
    public const long HeadsetLevelMax = 20_000;

    /// <summary>The most samples that come with a reported issue.</summary>
    public const int IssueSamplesMax = 120;

    /// <summary>The longest text, in UTF-16 code units.</summary>
    public const int TextLengthMax = 2_048;

    /// <summary>The longest name of a connection, in UTF-16 code units.</summary>
    public const int ConnectionLengthMax = 128;

    /// <summary>How deep objects and arrays may nest, unknown members included.</summary>
    public const int DepthMax = 32;

    /// <summary>The largest whole number that every JSON reader keeps exactly: 2^53.</summary>
    public const long WholeMax = 1L << 53;

    /// <summary>The earliest time, 2000-01-01T00:00:00Z, in milliseconds since the Unix epoch.</summary>
    public const long TimeMin = 946_684_800_000;

    /// <summary>The latest time, 2200-01-01T00:00:00Z, in milliseconds since the Unix epoch.</summary>
    public const long TimeMax = 7_258_118_400_000;

    /// <summary>The largest clock offset either way, 300 years in milliseconds: a clock without a battery says 1970.</summary>
    public const long ClockOffsetMax = 300L * 365 * 86_400_000;
}
