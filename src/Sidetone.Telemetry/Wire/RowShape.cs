namespace Sidetone.Telemetry.Wire;

/// <summary>How a column's number is written on the wire.</summary>
internal enum WireUnit
{
    /// <summary>A whole number from 0.</summary>
    Counter,

    /// <summary>A whole number that may be below 0.</summary>
    SignedCounter,

    /// <summary>Seconds on the wire, microseconds inside.</summary>
    Seconds,

    /// <summary>0 to 1 on the wire, 0 to 32767 inside.</summary>
    Level,

    /// <summary>Per cent on the wire, hundredths of one inside.</summary>
    Percent,
}

/// <summary>The numbers of one object of a sample, which fill neighbouring columns of a row.</summary>
internal sealed class RowShape
{
    private const string SsrcName = "ssrc";
    private const string RemoteName = "remote";
    private const long SsrcMax = uint.MaxValue;
    private const int SecondsDecimals = 6;
    private const int PercentDecimals = 2;
    internal const double LevelSteps = 32_768;
    private const long LevelMax = 32_767;

    public static readonly RowShape InboundStream = new(
        firstColumn: 0,
        hasSsrc: true,
        remote: null,
        ("packetsReceived", WireUnit.Counter),
        ("packetsLost", WireUnit.SignedCounter),
        ("bytesReceived", WireUnit.Counter),
        ("jitter", WireUnit.Seconds),
        ("audioLevel", WireUnit.Level),
        ("concealedSamples", WireUnit.Counter),
        ("silentConcealedSamples", WireUnit.Counter),
        ("totalSamplesReceived", WireUnit.Counter),
        ("jitterBufferDelay", WireUnit.Seconds),
        ("jitterBufferEmittedCount", WireUnit.Counter),
        ("packetsDiscarded", WireUnit.Counter)
    );

    public static readonly RowShape RemoteReport = new(
        firstColumn: Outbound.PacketsLost,
        hasSsrc: false,
        remote: null,
        ("packetsLost", WireUnit.SignedCounter),
        ("jitter", WireUnit.Seconds),
        ("roundTripTime", WireUnit.Seconds),
        ("totalRoundTripTime", WireUnit.Seconds),
        ("roundTripTimeMeasurements", WireUnit.Counter)
    );

    public static readonly RowShape OutboundStream = new(
        firstColumn: 0,
        hasSsrc: true,
        remote: RemoteReport,
        ("packetsSent", WireUnit.Counter),
        ("bytesSent", WireUnit.Counter),
        ("audioLevel", WireUnit.Level)
    );

    public static readonly RowShape SelectedPair = new(
        firstColumn: 0,
        hasSsrc: false,
        remote: null,
        ("currentRoundTripTime", WireUnit.Seconds),
        ("selectedCandidatePairChanges", WireUnit.Counter)
    );

    public static readonly RowShape Computer = new(
        firstColumn: 0,
        hasSsrc: false,
        remote: null,
        ("cpuUtilization", WireUnit.Percent),
        ("memoryUtilization", WireUnit.Percent)
    );

    private readonly int _firstColumn;
    private readonly int _firstNumber;

    private RowShape(int firstColumn, bool hasSsrc, RowShape? remote, params (string Name, WireUnit Unit)[] numbers)
    {
        _firstColumn = firstColumn;
        _firstNumber = hasSsrc ? 1 : 0;
        Remote = remote;
        Numbers = numbers;
        Members = new MemberTable(
            required: hasSsrc ? [SsrcName] : [],
            optional:
            [
                .. numbers.Select(number => number.Name),
                .. remote is null ? Array.Empty<string>() : [RemoteName],
            ]
        );
    }

    /// <summary>What the object may have: the SSRC, its numbers, the far end's report.</summary>
    public MemberTable Members { get; }

    /// <summary>The numbers, in order of their columns.</summary>
    public IReadOnlyList<(string Name, WireUnit Unit)> Numbers { get; }

    /// <summary>The far end's report within it; null when it has none.</summary>
    public RowShape? Remote { get; }

    /// <summary>The column of a number.</summary>
    public int ColumnOf(int number) => _firstColumn + number;

    /// <summary>The member of a number.</summary>
    public int MemberOf(int number) => _firstNumber + number;

    /// <summary>Reads the object that the cursor stands on into a row's columns, and gives its SSRC or 0.</summary>
    public long Read(ref WireCursor cursor, Span<long> columns)
    {
        var ssrc = 0L;
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            var number = member - _firstNumber;
            if (number < 0)
            {
                ssrc = cursor.ReadWhole(0, SsrcMax);
            }
            else if (number < Numbers.Count)
            {
                columns[_firstColumn + number] = ReadNumber(ref cursor, Numbers[number].Unit);
            }
            else
            {
                Remote!.Read(ref cursor, columns);
            }
        }

        cursor.LeaveObject(Members, scan);
        return ssrc;
    }

    private static long ReadNumber(ref WireCursor cursor, WireUnit unit) =>
        unit switch
        {
            WireUnit.Counter => cursor.ReadWhole(0, WireLimits.WholeMax),
            WireUnit.SignedCounter => cursor.ReadWhole(-WireLimits.WholeMax, WireLimits.WholeMax),
            WireUnit.Seconds => cursor.ReadScaled(SecondsDecimals, 0, WireLimits.WholeMax),
            WireUnit.Percent => cursor.ReadScaled(PercentDecimals, 0, 10_000),
            _ => Math.Min(LevelMax, (long)(cursor.ReadFraction(0, 1) * LevelSteps)),
        };
}
