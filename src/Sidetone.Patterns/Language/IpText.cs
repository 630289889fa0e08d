using System.Buffers;
using System.Globalization;

namespace Sidetone.Patterns.Language;

/// <summary>
/// Addresses as texts spell them, by the rules of Java's <c>InetAddress</c>, which are a little wider than those of RFC 4291
/// and RFC 5954: numbers may begin with zeros, and an IPv4 address mapped into IPv6 is an IPv4 address. Dots within an IPv6
/// address and scopes are not taken.
/// </summary>
internal static class IpText
{
    public const int V4Length = 4;
    public const int V6Length = 16;

    /// <summary>Java reads no longer text as an IPv4 address.</summary>
    private const int V4TextMax = 15;

    private static readonly SearchValues<char> _v6Characters = SearchValues.Create("0123456789abcdefABCDEF:");

    /// <summary>Whether the text has the outer form of an address, valid or not.</summary>
    public static bool LooksLikeAddress(ReadOnlySpan<char> text) => LooksLikeV4(text) || LooksLikeV6(text);

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">Room for 16 bytes.</param>
    /// <returns>How many bytes the address has: 4 or 16; 0 when the text is no address.</returns>
    public static int Read(ReadOnlySpan<char> text, Span<byte> address)
    {
        if (LooksLikeV4(text))
        {
            return ReadV4(text, address) ? V4Length : 0;
        }

        return LooksLikeV6(text) && ReadV6(text, address) ? Unmap(address) : 0;
    }

    private static bool LooksLikeV4(ReadOnlySpan<char> text)
    {
        var dots = 0;
        var digits = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character))
            {
                digits++;
            }
            else if (character == '.' && digits > 0 && dots < 3)
            {
                dots++;
                digits = 0;
            }
            else
            {
                return false;
            }
        }

        return dots == 3 && digits > 0;
    }

    private static bool LooksLikeV6(ReadOnlySpan<char> text) =>
        text.Contains(':') && !text.ContainsAnyExcept(_v6Characters);

    private static bool ReadV4(ReadOnlySpan<char> text, Span<byte> address)
    {
        if (text.Length > V4TextMax)
        {
            return false;
        }

        var index = 0;
        foreach (var part in text.Split('.'))
        {
            if (!byte.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out address[index++]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReadV6(ReadOnlySpan<char> text, Span<byte> address)
    {
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return ReadGroups(text, address, out var read) && read == V6Length;
        }

        Span<byte> tail = stackalloc byte[V6Length];
        if (
            !ReadGroups(text[..gap], address, out var before)
            || !ReadGroups(text[(gap + 2)..], tail, out var after)
            || before + after >= V6Length
        )
        {
            return false;
        }

        address[before..].Clear();
        tail[..after].CopyTo(address[(V6Length - after)..]);
        return true;
    }

    /// <summary>Reads groups of hexadecimal digits; no text is no group.</summary>
    private static bool ReadGroups(ReadOnlySpan<char> text, Span<byte> address, out int written)
    {
        written = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var part in text.Split(':'))
        {
            var group = text[part];
            if (written == V6Length || !ReadGroup(group, out var value))
            {
                return false;
            }

            address[written++] = (byte)(value >> 8);
            address[written++] = (byte)(value & 0xFF);
        }

        return true;
    }

    private static bool ReadGroup(ReadOnlySpan<char> text, out ushort value) =>
        ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static int Unmap(Span<byte> address)
    {
        if (address[..10].ContainsAnyExcept((byte)0) || address[10] != 0xFF || address[11] != 0xFF)
        {
            return V6Length;
        }

        address[12..V6Length].CopyTo(address);
        return V4Length;
    }
}
