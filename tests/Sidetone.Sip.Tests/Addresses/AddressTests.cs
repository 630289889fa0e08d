using Sidetone.Sip.Addresses;
using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Tests.Addresses;

/// <summary>URIs, name-addrs and Via (RFC 3261 §19.1, §20, §25.1).</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("sip:alice@example.com", "alice", "example.com", null)]
    [InlineData("SIP:example.com:5080", null, "example.com", 5080)]
    [InlineData("sips:a%20b@[2001:db8::9:1]:5061;transport=tls", "a%20b", "2001:db8::9:1", 5061)]
    [InlineData("sip:+358-555-1234567;postd=pp22@foo.com;user=phone", "+358-555-1234567;postd=pp22", "foo.com", null)]
    [InlineData(
        "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com",
        "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
        "example.com",
        null
    )]
    public void A_URI_is_read_and_written_alike(string text, string? user, string host, int? port)
    {
        var uri = SipUri.Parse(text);
        Assert.Equal((user, host, port), (uri.User, uri.Host, uri.Port));
        Assert.Equal(text, uri.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("alice@example.com")]
    [InlineData("tel:+1")]
    [InlineData("sip:")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@b:0")]
    [InlineData("sip:a@b:70000")]
    [InlineData("sip:a@b:5060x")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:a@[1.2.3.4]")]
    [InlineData("sip:a@b@c")]
    [InlineData("sip:a b@c")]
    [InlineData("sip:a@b;;lr")]
    [InlineData("sip:a@b\r\nVia: x")]
    [InlineData("sip:a@b;x=\"1\"")]
    public void What_is_no_URI_is_not_read(string text)
    {
        Assert.False(SipUri.TryParse(text, out _));
        Assert.Throws<FormatException>(() => SipUri.Parse(text));
    }

    [Fact]
    public void A_password_in_a_URI_is_sent_but_not_printed()
    {
        var uri = SipUri.Parse("sip:alice:secret@example.com");
        Assert.Equal("sip:alice@example.com", uri.ToString());
        Assert.Equal("sip:alice:secret@example.com", uri.ToWire());
    }

    [Theory]
    [InlineData(
        "\"A. G. Bell\" <sip:agb@bell-telephone.com> ;tag=a48s",
        "A. G. Bell",
        "sip:agb@bell-telephone.com",
        "a48s"
    )]
    [InlineData(
        "sip:+12125551212@server.phone2net.com;tag=887s",
        null,
        "sip:+12125551212@server.phone2net.com",
        "887s"
    )]
    [InlineData("Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8", "Anonymous", "sip:c8oqz84zk7z@privacy.org", "hyh8")]
    [InlineData("\"say \\\"<hi>\\\", you\"<sip:x@y;lr>", "say \"<hi>\", you", "sip:x@y;lr", null)]
    [InlineData("<tel:+1-201-555-0123>", null, "tel:+1-201-555-0123", null)]
    public void An_address_is_read(string text, string? name, string uri, string? tag)
    {
        Assert.True(NameAddress.TryParse(text, out var address));
        Assert.Equal((name, uri, tag), (address.DisplayName, address.UriText, address.Tag));
        Assert.True(NameAddress.TryParse(address.ToString(), out var again));
        Assert.Equal((name, uri, tag), (again.DisplayName, again.UriText, again.Tag));
    }

    [Theory]
    [InlineData(
        "SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7",
        "UDP",
        "erlang.bell-telephone.com",
        5060
    )]
    [InlineData(
        "SIP / 2.0 / TCP first.example.com: 4000;ttl=16;maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1",
        "TCP",
        "first.example.com",
        4000
    )]
    [InlineData(
        "SIP/2.0/TLS [2001:db8::9:1]:5061;received=[2001:db8::9:255];branch=z9hG4bKas3",
        "TLS",
        "2001:db8::9:1",
        5061
    )]
    [InlineData("SIP/2.0/UDP [2001:db8::9:1];rport;branch=z9hG4bKas3", "UDP", "2001:db8::9:1", null)]
    public void A_Via_is_read(string text, string transport, string host, int? port)
    {
        Assert.True(Via.TryParse(text, out var via));
        Assert.Equal((transport, host, port), (via.Transport, via.Host, via.Port));
        Assert.True(via.HasUniqueBranch);
        Assert.True(Via.TryParse(via.ToString(), out _));
    }

    [Fact]
    public void Lists_are_taken_apart_outside_of_quotes_and_brackets() =>
        Assert.Equal(
            ["\"a, \\\"b\" <sip:x,y@z>", "<sip:2>;q=1", ""],
            SipHeaders.Split("\"a, \\\"b\" <sip:x,y@z>, <sip:2>;q=1,")
        );

    [Fact]
    public void Compact_names_are_long_ones()
    {
        var text =
            "OPTIONS sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP h;branch=z9hG4bK1\r\nf: <sip:f@x>;tag=1\r\nt: <sip:t@x>\r\ni: 7@h\r\nCSEQ: 1 OPTIONS\r\nk: timer\r\nx: 90\r\nl: 0\r\n\r\n";
        var message = SipParser.Parse(System.Text.Encoding.Latin1.GetBytes(text), new SipLimits(), out var fault);
        Assert.Null(fault);
        Assert.Equal("7@h", message!.CallId);
        Assert.True(message.Headers.Lists("Supported", "timer"));
        Assert.Equal(90u, message.Headers.Number("Session-Expires"));
    }

    [Theory]
    [InlineData(70_000, 1, 1)]
    [InlineData(100, 300, 1)]
    [InlineData(100, 1, 9_000)]
    public void What_is_too_large_is_refused(int body, int headers, int length)
    {
        var text =
            "OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
            + string.Concat(Enumerable.Repeat($"X: {new string('x', length)}\r\n", headers))
            + $"\r\n{new string('b', body)}";
        SipParser.Parse(System.Text.Encoding.Latin1.GetBytes(text), new SipLimits(), out var fault);
        Assert.Equal(513, fault!.Status);
    }
}
