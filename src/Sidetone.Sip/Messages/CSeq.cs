using System.Globalization;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Messages;

/// <summary>Number and method of a request in its dialog (RFC 3261 §20.16); numbers stay below 2³¹.</summary>
internal readonly record struct CSeq(uint Number, string Method)
{
    private const uint NumberMax = int.MaxValue;

    public static CSeq? Parse(string? text)
    {
        var scanner = new SipScanner(text);
        scanner.SkipWhite();
        var number = scanner.TakeToken();
        scanner.SkipWhite();
        var method = scanner.TakeToken();
        return
            uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
            && read <= NumberMax
            && !method.IsEmpty
            && scanner.IsDone()
            ? new CSeq(read, method.ToString())
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method}");
}
