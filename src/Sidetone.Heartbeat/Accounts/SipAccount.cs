using System.Buffers;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat.Reading;

namespace Sidetone.Heartbeat.Accounts;

/// <summary>How a heartbeat's dialler or receiver is known to a SIP server.</summary>
public sealed record SipAccount
{
    private const int TextMax = 256;

    // What would end the address's part, or the header's.
    private static readonly SearchValues<char> s_unsafe = SearchValues.Create(" \"<>@;?\\");

    /// <summary>Its name, one of its kind within the group.</summary>
    public required string Name { get; init; }

    /// <summary>The server that requests go to: <c>host</c> or <c>host:port</c>.</summary>
    public required string Server { get; init; }

    /// <summary><c>udp</c>, <c>tcp</c> or <c>tls</c>. Default <c>udp</c>.</summary>
    public string Transport { get; init; } = "udp";

    /// <summary>The domain of its address. Default the server without its port.</summary>
    public required string Domain { get; init; }

    /// <summary>The user of its address, which is also what a called side sees as the number.</summary>
    public required string User { get; init; }

    /// <summary>The user of digest authentication. Default <see cref="User"/>.</summary>
    public required string AuthUser { get; init; }

    /// <summary>What the called side shows beside the number; may be empty.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The password of digest authentication; null when the server asks for none.</summary>
    public string? Password { get; init; }

    /// <summary>Reads an account; the password stands in the member <c>password</c>.</summary>
    /// <exception cref="DefinitionException">Something is wrong; every problem at once.</exception>
    public static SipAccount Parse(string json) => MemberReader.Read(json, Read);

    /// <summary>The account as JSON without its password, as <see cref="Parse"/> reads it.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["server"] = Server,
            ["transport"] = Transport,
            ["domain"] = Domain,
            ["user"] = User,
            ["authUser"] = AuthUser,
            ["displayName"] = DisplayName,
        };

    /// <summary>The password stays out of logs.</summary>
    public override string ToString() => $"SIP account {Name} ({User}@{Domain})";

    private static SipAccount Read(MemberReader members)
    {
        var server = members.Text("server", TextMax);
        var host = HostOf(server);
        if (server.Length > 0 && host is null)
        {
            members.Wrong("server", "must be a host name or address, with a port if it is not the usual one.");
        }

        var user = Plain(members, "user", members.Text("user", TextMax));
        return new SipAccount
        {
            Name = members.Text("name", Definitions.DefinitionJson.NameMax),
            Server = server,
            Transport = members.Word("transport", "udp", "udp", "tcp", "tls"),
            Domain = Plain(members, "domain", members.OptionalText("domain", TextMax) ?? host ?? ""),
            User = user,
            AuthUser = members.OptionalText("authUser", TextMax) ?? user,
            DisplayName = members.TextOrEmpty("displayName", TextMax),
            Password = members.OptionalText("password", TextMax),
        };
    }

    private static string Plain(MemberReader members, string name, string text)
    {
        if (text.AsSpan().ContainsAny(s_unsafe))
        {
            members.Wrong(name, "must have no spaces, quotes, brackets, @, ; or ?.");
        }

        return text;
    }

    private static string? HostOf(string server)
    {
        if (!Uri.TryCreate($"sip://{server}", UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
        {
            return null;
        }

        var isAll = uri.PathAndQuery is "" or "/" && uri.Fragment.Length == 0;
        return isAll && uri.Host.Length > 0 ? uri.Host : null;
    }
}
