namespace Sidetone.Sip.Media;

/// <summary>The local ports that media may take, both ends included.</summary>
public sealed record MediaPortRange
{
    /// <param name="first">1024…65534</param>
    /// <param name="last">above <paramref name="first"/>, at most 65535; the range must hold an even port and the next</param>
    /// <exception cref="ArgumentOutOfRangeException">the range holds no pair</exception>
    public MediaPortRange(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1_024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65_535);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first + (first % 2) + 1, nameof(last));
        (First, Last) = (first, last);
    }

    /// <summary>Ports 16384…32766, below what Linux gives to outgoing connections.</summary>
    public static MediaPortRange Usual { get; } = new(16_384, 32_767);

    /// <summary>The lowest port.</summary>
    public int First { get; }

    /// <summary>The highest port.</summary>
    public int Last { get; }

    internal int FirstEven => First + (First % 2);

    internal int Pairs => (Last - FirstEven + 1) / 2;
}
