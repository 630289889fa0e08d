using System.Net;
using System.Net.Sockets;

namespace Sidetone.Privacy;

/// <summary>The rule <c>mask</c>, by what a field holds.</summary>
internal static class Masks
{
    private const int DigitsKept = 3;

    /// <summary>A phone number keeps its shape and its last three digits; a short one keeps none.</summary>
    public static string Number(string value)
    {
        var digits = value.Count(char.IsAsciiDigit);
        var hidden = digits > 2 * DigitsKept ? digits - DigitsKept : digits;
        return string.Create(
            value.Length,
            (value, hidden),
            static (target, state) =>
            {
                var left = state.hidden;
                for (var index = 0; index < target.Length; index++)
                {
                    // Letters are hidden all: a caller may be sip:someone@example.com.
                    var character = state.value[index];
                    var isDigit = char.IsAsciiDigit(character);
                    target[index] =
                        isDigit && left-- > 0 ? '*'
                        : char.IsLetter(character) ? '*'
                        : character;
                }
            }
        );
    }

    /// <summary>An IPv4 address keeps its first 24 bits, an IPv6 address its first 48; a host name keeps its domain.</summary>
    public static string Address(string value)
    {
        if (!IPAddress.TryParse(value, out var address))
        {
            var dot = value.IndexOf('.', StringComparison.Ordinal);
            return dot >= 0 ? string.Concat("*", value.AsSpan(dot)) : "*";
        }

        var bytes = address.GetAddressBytes();
        var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
        bytes.AsSpan(kept).Clear();
        return new IPAddress(bytes).ToString();
    }

    /// <summary>An address of a page keeps scheme, host and port: no path, query or fragment, no user.</summary>
    public static string Url(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? $"{url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}/"
            : "*";

    /// <summary>Anything else keeps its first character.</summary>
    public static string Text(string value)
    {
        // A character outside the basic plane has two halves, and half a one is no text.
        var length = char.IsSurrogate(value[0]) && value.Length > 1 ? 2 : 1;
        return string.Concat(value.AsSpan(0, length), "***");
    }
}
