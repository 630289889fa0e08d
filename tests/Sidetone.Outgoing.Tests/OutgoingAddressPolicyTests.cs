using System.Net;

namespace Sidetone.Outgoing.Tests;

public sealed class OutgoingAddressPolicyTests
{
    private static readonly OutgoingAddressPolicy Strict = new(allowLoopback: false, []);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Addresses_that_are_not_public_are_refused(string address) =>
        Assert.False(Strict.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::101:101")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void Public_addresses_are_allowed(string address) => Assert.True(Strict.Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Loopback_is_allowed_when_the_server_says_so_and_nothing_else_with_it(string address)
    {
        var local = new OutgoingAddressPolicy(allowLoopback: true, []);
        Assert.True(local.Allows(IPAddress.Parse(address)));
        Assert.False(local.Allows(IPAddress.Parse("10.0.0.1")));
        Assert.False(local.Allows(IPAddress.Parse("169.254.169.254")));
    }

    [Fact]
    public void A_network_that_the_operator_names_is_allowed_and_its_neighbour_is_not()
    {
        var named = new OutgoingAddressPolicy(allowLoopback: false, [IPNetwork.Parse("10.1.0.0/16")]);
        Assert.True(named.Allows(IPAddress.Parse("10.1.2.3")));
        Assert.True(named.Allows(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(named.Allows(IPAddress.Parse("10.2.0.1")));
    }
}
