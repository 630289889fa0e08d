using System.Diagnostics.CodeAnalysis;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Authentication;

/// <summary>The fields of <c>Digest name=value, name="value"</c>.</summary>
internal static class DigestFields
{
    /// <summary>Reads them, names in lower case and values without quotes; false for another scheme or broken text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Dictionary<string, string>? fields)
    {
        fields = null;
        var scanner = new SipScanner(text);
        scanner.SkipWhite();
        if (!scanner.TakeToken().Equals("Digest", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var read = new Dictionary<string, string>();
        scanner.SkipWhite();
        do
        {
            var name = scanner.TakeToken().ToString().ToLowerInvariant();
            if (name.Length == 0 || !scanner.Take('='))
            {
                return false;
            }

            var value = scanner.Current == '"' ? scanner.TakeQuoted() : scanner.TakeUntil(", \t");
            if (value.IsEmpty)
            {
                return false;
            }

            read.TryAdd(name, SipText.Unquote(value.ToString()));
        } while (scanner.Take(','));

        fields = read;
        return scanner.IsDone();
    }
}
