using System.Globalization;
using System.Net;

namespace Sidetone.Browser.Tests.Network;

/// <summary>The candidates of a session description (RFC 8839, 5.1).</summary>
internal static class Candidates
{
    private const string Prefix = "a=candidate:";

    /// <summary>The end of the UDP candidate with an address.</summary>
    public static IPEndPoint EndOf(string sdp, IPAddress address) =>
        new(
            address,
            int.Parse(LinesOf(sdp).Select(WordsOf).First(words => Is(words, address))[5], CultureInfo.InvariantCulture)
        );

    /// <summary>The description with one candidate: a relay's end in place of that address, and nothing else.</summary>
    public static string Behind(string sdp, IPAddress address, IPEndPoint relay) =>
        string.Join(
            "\r\n",
            LinesOf(sdp)
                .Where(line => !line.StartsWith(Prefix, StringComparison.Ordinal) || Is(WordsOf(line), address))
                .Select(line => line.StartsWith(Prefix, StringComparison.Ordinal) ? Moved(line, relay) : line)
        );

    private static string[] LinesOf(string sdp) => sdp.Split("\r\n");

    private static string[] WordsOf(string line) =>
        line.StartsWith(Prefix, StringComparison.Ordinal) ? line.Split(' ') : [];

    private static bool Is(string[] words, IPAddress address) =>
        words.Length > 5
        && words[2].Equals("udp", StringComparison.OrdinalIgnoreCase)
        && words[4] == address.ToString();

    private static string Moved(string line, IPEndPoint relay)
    {
        var words = line.Split(' ');
        words[4] = relay.Address.ToString();
        words[5] = relay.Port.ToString(CultureInfo.InvariantCulture);
        return string.Join(' ', words);
    }
}
