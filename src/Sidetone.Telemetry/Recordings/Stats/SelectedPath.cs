using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>The way media takes: a transport's selected candidate pair and its two candidates.</summary>
internal sealed record SelectedPath(Stat? Transport, Stat Pair, Stat? Local, Stat? Remote)
{
    /// <summary>Finds the path among the statistics of one time; null while none is selected.</summary>
    /// <remarks>
    /// A pair's <c>state</c> is not looked at: a nominated pair that carries media may well be <c>in-progress</c>.
    /// </remarks>
    /// <param name="stats">The statistics that are there.</param>
    /// <param name="find">Finds one of them by id.</param>
    /// <param name="transportId">The transport that audio takes, when known: unbundled connections have several.</param>
    public static SelectedPath? Find(IEnumerable<Stat> stats, Func<string?, Stat?> find, string? transportId)
    {
        Stat? transport = null;
        Stat? nominated = null;
        foreach (var stat in stats)
        {
            if (stat.Type == StatType.Transport && find(stat.Text(Member.SelectedCandidatePairId)) is not null)
            {
                transport = transport is null || stat.Id == transportId ? stat : transport;
            }
            else if (stat.Type == StatType.CandidatePair && IsSelected(stat))
            {
                nominated = nominated is not null && nominated.Is(Member.Selected) ? nominated : stat;
            }
        }

        var pair = find(transport?.Text(Member.SelectedCandidatePairId)) ?? nominated;
        return pair is null
            ? null
            : new SelectedPath(
                transport,
                pair,
                find(pair.Text(Member.LocalCandidateId)),
                find(pair.Text(Member.RemoteCandidateId))
            );
    }

    /// <summary>Firefox says <c>selected</c>; where it is not said, a nominated pair is the selected one.</summary>
    public static bool IsSelected(Stat pair) =>
        pair.Has(Member.Selected)
            ? pair.Is(Member.Selected)
            : pair.Is(Member.Nominated) || pair.Is(Member.LegacyActive);

    /// <summary>The path with candidates that legacy statistics wrote only as addresses on the pair.</summary>
    public SelectedPath WithAddresses() =>
        this with
        {
            Local = Local ?? FromAddress(Member.LegacyLocalAddress, StatType.LocalCandidate),
            Remote = Remote ?? FromAddress(Member.LegacyRemoteAddress, StatType.RemoteCandidate),
        };

    private Stat? FromAddress(Member member, StatType type)
    {
        if (!IPEndPoint.TryParse(Pair.Text(member) ?? "", out var address))
        {
            return null;
        }

        return new Stat(Pair.Id, type)
        {
            [Member.Address] = new Cell(double.NaN, address.Address.ToString()),
            [Member.Port] = Cell.Of(address.Port),
            [Member.Protocol] = Pair[Member.Protocol],
            [Member.CandidateType] = type == StatType.LocalCandidate ? Pair[Member.CandidateType] : Cell.Missing,
        };
    }

    /// <summary>What the path says of the call's network.</summary>
    public Facts ToFacts()
    {
        var type = CandidateType(Local?.Text(Member.CandidateType));
        var isRelayed = type == "relay";
        var (host, port) = isRelayed ? Relay(Local!) : (Address(Remote), Remote?.Text(Member.Port) ?? "");
        var remote = Address(Remote);
        return new Facts
        {
            MediaIpAddress = NullIfEmpty(LocalAddress(type)),
            NetworkType = NetworkType(Local?.Text(Member.NetworkType)),
            MediaEndpoint = new MediaEndpoint
            {
                Fqdn = host.Length > 0 ? host : remote,
                DestinationPort = port,
                SourcePort = Local?.Text(Member.Port) ?? "",
                Transport =
                    (isRelayed ? Local!.Text(Member.RelayProtocol) : null) ?? Local?.Text(Member.Protocol) ?? "",
                PrivateIp = isRelayed || IsPrivate(remote) ? remote : "",
                CandidateType = type,
            },
        };
    }

    /// <summary>A candidate that a server sees from outside has its own address behind it (RFC 8445, 5.1.1).</summary>
    private string LocalAddress(string type)
    {
        var behind = Local?.Text(Member.RelatedAddress) ?? "";
        var isBehind = type is "srflx" or "prflx" && IPAddress.TryParse(behind, out _) && behind != "0.0.0.0";
        return isBehind ? behind
            : type == "relay" ? ""
            : Address(Local);
    }

    /// <summary>The relay by name: <c>turn:host:port?transport=udp</c> (RFC 7065).</summary>
    private static (string Host, string Port) Relay(Stat local)
    {
        var url = local.Text(Member.Url) ?? "";
        var start = url.IndexOf(':', StringComparison.Ordinal) + 1;
        if (start == 0)
        {
            return (Address(local), "");
        }

        var end = url.IndexOf('?', StringComparison.Ordinal);
        var authority = url[start..(end < start ? url.Length : end)];
        var colon = authority.LastIndexOf(':');
        var isPort = colon > 0 && ushort.TryParse(authority[(colon + 1)..], CultureInfo.InvariantCulture, out _);
        var isSecure = url.StartsWith("turns:", StringComparison.Ordinal);
        return isPort
            ? (authority[..colon].Trim('[', ']'), authority[(colon + 1)..])
            : (authority.Trim('[', ']'), isSecure ? "5349" : "3478");
    }

    private static string Address(Stat? candidate) => candidate?.Text(Member.Address) ?? "";

    /// <summary>The names of W3C WebRTC, 4.8.1.3; libwebrtc's and Firefox's own of before are put in them.</summary>
    private static string CandidateType(string? type) =>
        type switch
        {
            "local" => "host",
            "stun" or "serverreflexive" => "srflx",
            "peerreflexive" => "prflx",
            "relayed" => "relay",
            _ => type ?? "",
        };

    private static string? NetworkType(string? type) =>
        type switch
        {
            "wifi" => "wlan",
            "ethernet" => "lan",
            "cellular" => "wwan",
            null or "" or "unknown" => null,
            _ => type,
        };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static bool IsPrivate(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168)
            : (bytes[0] & 0xFE) == 0xFC;
    }
}
