namespace Sidetone.Sip.Rtp;

/// <summary>
/// Sequence numbers of one source: RFC 3550 A.1 (probation, wrap, restart) and A.3 (expected and lost). Two things are
/// added: what was counted before a restart is kept, and a window of the last numbers tells a duplicate from a reordered packet.
/// </summary>
/// <remarks>
/// A.1's sample code believes a source after two numbers in order and counts from the second. Here the second may be any near the
/// first, and both count: a call that loses nothing then shows exactly what was sent, and one that loses or reorders its
/// first packets shows that. Owned by the thread that receives.
/// </remarks>
internal struct SequenceTracker
{
    private const int DropoutMax = 3_000;
    private const int MisorderMax = 100;
    private const int Window = 128;

    private ushort _newest;
    private uint _base;
    private uint _cycles;
    private uint _bad;
    private bool _isValid;
    private bool _isBegun;
    private UInt128 _seen;
    private long _expectedBefore;
    private long _receivedBefore;
    private long _runReceived;
    private long _expectedAtReport;
    private long _receivedAtReport;

    /// <summary>Whether two numbers near each other have been seen.</summary>
    public readonly bool IsValid => _isValid;

    /// <summary>Packets counted, duplicates included, as RFC 3550 wants it.</summary>
    public readonly long Received => IsValid ? _receivedBefore + _runReceived : _receivedBefore;

    /// <summary>Packets that the numbers seen say were sent.</summary>
    public readonly long Expected => IsValid ? _expectedBefore + RunExpected : _expectedBefore;

    /// <summary>Packets seen before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Packets that came after a later one.</summary>
    public long Reordered { get; private set; }

    /// <summary>How often the source began again with other numbers.</summary>
    public int Restarts { get; private set; }

    /// <summary>The highest number of this run, with the count of wraps in the upper 16 bits.</summary>
    public readonly uint ExtendedHighest => _cycles + _newest;

    /// <summary>The first number of this run.</summary>
    public readonly uint First => _base;

    /// <summary>Expected less received in this run, as a report carries it: duplicates can make it negative.</summary>
    public readonly int RunLost => (int)Math.Clamp(RunExpected - _runReceived, -0x800000, 0x7FFFFF);

    private readonly long RunExpected => (long)ExtendedHighest - _base + 1;

    /// <summary>Takes a packet's number.</summary>
    public SequenceCheck Add(ushort sequence)
    {
        if (!_isBegun)
        {
            Begin(sequence);
            return SequenceCheck.Probation;
        }

        var ahead = unchecked((ushort)(sequence - _newest));
        if (ahead == 0)
        {
            return Repeated();
        }

        if (!_isValid)
        {
            if (ahead is > MisorderMax and < 0x10000 - MisorderMax)
            {
                Begin(sequence);
                return SequenceCheck.Probation;
            }

            _isValid = true;
        }

        if (ahead < DropoutMax)
        {
            Advance(sequence, ahead);
            _runReceived++;
            return SequenceCheck.Forward;
        }

        return ahead <= 0x10000 - MisorderMax ? FarAway(sequence) : Behind(0x10000 - ahead);
    }

    /// <summary>The fraction lost since the last call, in 1/256; 0 when nothing was expected or more came than that (A.3).</summary>
    public byte TakeFractionLost()
    {
        var (expected, received) = (Expected - _expectedAtReport, Received - _receivedAtReport);
        (_expectedAtReport, _receivedAtReport) = (Expected, Received);
        var lost = expected - received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, (lost << 8) / expected);
    }

    private void Begin(ushort sequence)
    {
        (_newest, _base, _cycles) = (sequence, sequence, 0);
        (_bad, _seen, _runReceived, _isBegun) = (uint.MaxValue, UInt128.One, 1, true);
    }

    private void Advance(ushort sequence, int ahead)
    {
        if (sequence < _newest)
        {
            // Wrapped 65,536 times means 2^32 packets: 497 days of a call. The count then begins again.
            _cycles = unchecked(_cycles + 0x10000);
        }

        _newest = sequence;
        _bad = uint.MaxValue;
        _seen = ahead < Window ? (_seen << ahead) | UInt128.One : UInt128.One;
    }

    private SequenceCheck Repeated()
    {
        Duplicates++;
        _runReceived++;
        return SequenceCheck.Duplicate;
    }

    /// <summary>Two packets in order far away are a sender that began again; one alone is taken for an error.</summary>
    private SequenceCheck FarAway(ushort sequence)
    {
        if (sequence != _bad)
        {
            _bad = unchecked((ushort)(sequence + 1));
            return SequenceCheck.Refused;
        }

        _expectedBefore += RunExpected;
        _receivedBefore += _runReceived;
        Begin(unchecked((ushort)(sequence - 1)));
        Advance(sequence, 1);
        _runReceived++;
        Restarts++;
        return SequenceCheck.Restarted;
    }

    private SequenceCheck Behind(int steps)
    {
        // Older than the first that was counted: it lies outside of what is expected, and would make the loss negative.
        if (RunExpected <= steps)
        {
            var earlier = (uint)(steps - (RunExpected - 1));
            if (_base < earlier)
            {
                return SequenceCheck.Refused;
            }

            _base -= earlier;
        }

        var bit = UInt128.One << steps;
        if ((_seen & bit) != UInt128.Zero)
        {
            return Repeated();
        }

        _seen |= bit;
        Reordered++;
        _runReceived++;
        return SequenceCheck.Reordered;
    }
}
