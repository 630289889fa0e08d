using System.Globalization;

namespace Sidetone.Patterns.Language;

/// <summary>Reads what stands behind <c>cidr</c>, and string literals that spell an address.</summary>
internal static class CidrReader
{
    /// <summary>The range of a block such as <c>10.0.0.0/8</c>; bits behind the mask do not matter.</summary>
    /// <exception cref="PatternException">It is no block, without a place.</exception>
    public static ValueTest.IpRange Read(string text)
    {
        // Java's split drops empty parts at the end, so that "10.0.0.0/8/" has two parts.
        var parts = text.TrimEnd('/').Split('/');
        if (parts.Length != 2)
        {
            throw new PatternException("Malformed CIDR, one '/' required");
        }

        if (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits))
        {
            throw new PatternException("Malformed CIDR, mask bits must be an integer");
        }

        if (bits < 0)
        {
            throw new PatternException("Malformed CIDR, mask bits must not be negative");
        }

        Span<byte> low = stackalloc byte[IpText.V6Length];
        low = low[..ReadAddress(parts[0], low)];
        if (bits >= low.Length * 8)
        {
            throw new PatternException(
                low.Length == IpText.V4Length ? "IPv4 mask bits must be < 32" : "IPv6 mask bits must be < 128"
            );
        }

        Span<byte> high = stackalloc byte[low.Length];
        for (var index = 0; index < low.Length; index++)
        {
            var mask = (byte)(0xFF >> Math.Clamp(bits - (index * 8), 0, 8));
            high[index] = (byte)(low[index] | mask);
            low[index] = (byte)(low[index] & ~mask);
        }

        return new ValueTest.IpRange([.. low], [.. high]);
    }

    /// <summary>The test of a string literal that spells an address; null when it spells none.</summary>
    public static ValueTest.IpRange? ReadLiteral(string text)
    {
        Span<byte> address = stackalloc byte[IpText.V6Length];
        address = address[..IpText.Read(text, address)];
        return address.IsEmpty ? null : new ValueTest.IpRange([.. address], [.. address]);
    }

    private static int ReadAddress(string text, Span<byte> address)
    {
        if (!IpText.LooksLikeAddress(text))
        {
            throw new PatternException("Nonstandard IP address: " + text);
        }

        var length = IpText.Read(text, address);
        return length > 0 ? length : throw new PatternException("Invalid IP address: " + text);
    }
}
