using System.Net;
using Microsoft.AspNetCore.Http;
using Sidetone.Networks;

namespace Sidetone.Tests.Networks;

public sealed class SenderAddressTests
{
    private static string? Of(string peer, string? forwarded, params string[] proxies)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        if (forwarded is not null)
        {
            context.Request.Headers["X-Forwarded-For"] = forwarded;
        }

        return new SenderAddress([.. proxies.Select(IPNetwork.Parse)]).Of(context)?.ToString();
    }

    [Theory]
    [InlineData("198.51.100.1", null, "198.51.100.1")]
    [InlineData("198.51.100.1", "203.0.113.9", "198.51.100.1")]
    [InlineData("10.0.0.1", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9")]
    [InlineData("10.0.0.1", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("::ffff:198.51.100.1", null, "198.51.100.1")]
    [InlineData("fe80::1%3", null, "fe80::1")]
    public void Only_what_configured_proxies_say_is_believed(string peer, string? forwarded, string expected) =>
        Assert.Equal(expected, Of(peer, forwarded, "10.0.0.0/8"));

    [Fact]
    public void Without_proxies_the_header_means_nothing() => Assert.Equal("10.0.0.1", Of("10.0.0.1", "203.0.113.9"));
}
