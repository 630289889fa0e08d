using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Sidetone.Tests.Impairments;

/// <summary>
/// A network namespace for a peer, behind another that routes and loses RTP in the kernel, with named counters: a real network's
/// loss, counted by who loses. Needs root, iproute2 and nftables; tests are skipped, visibly, without.
/// </summary>
/// <remarks>
/// <code>
///   this process 10.213.N.1 ── .2 router (nft forward: count, drop) .5 ── .6 peer
/// </code>
/// The drops are in the router: one in a sender's own output would be told to it as an error.
/// </remarks>
internal sealed partial class RoutedPeer : IAsyncDisposable
{
    private static int s_last;

    private readonly string _router;
    private readonly string _peer;
    private readonly string _link;

    private RoutedPeer(int number)
    {
        var name = $"st{Environment.ProcessId % 10_000}x{number}";
        (_router, _peer, _link) = ($"{name}r", $"{name}p", $"{name}l");
        var third = (Environment.ProcessId + (number * 37)) % 250;
        Local = IPAddress.Parse($"10.213.{third}.1");
        Remote = IPAddress.Parse($"10.213.{third}.6");
    }

    /// <summary>Our address.</summary>
    public IPAddress Local { get; }

    /// <summary>The peer's address.</summary>
    public IPAddress Remote { get; }

    /// <summary>The command that runs another one at the peer's place.</summary>
    public IReadOnlyList<string> Inside => ["ip", "netns", "exec", _peer];

    /// <summary>Makes both namespaces.</summary>
    /// <param name="toPeerPermille">share of PCMU packets to the peer that are lost, of 1,000</param>
    /// <param name="fromPeerPermille">share of those from it</param>
    public static async Task<RoutedPeer> CreateAsync(int toPeerPermille, int fromPeerPermille)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Network namespaces need root."
        );
        Assert.SkipUnless(
            File.Exists("/usr/sbin/nft") && (File.Exists("/usr/sbin/ip") || File.Exists("/sbin/ip")),
            "Debian packages nftables and iproute2 are needed."
        );
        var rig = new RoutedPeer(Interlocked.Increment(ref s_last));
        try
        {
            await rig.LinkAsync();
            await rig.LoseAsync(toPeerPermille, fromPeerPermille);
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>PCMU packets that the router saw, and of these the dropped ones.</summary>
    public async Task<(long Seen, long Dropped)> CountAsync(bool toPeer)
    {
        var side = toPeer ? "to_peer" : "from_peer";
        return (await CounterAsync(side), await CounterAsync(side + "_dropped"));
    }

    public async ValueTask DisposeAsync()
    {
        await TryRunAsync("ip", "netns", "delete", _peer);
        await TryRunAsync("ip", "netns", "delete", _router);
        await TryRunAsync("ip", "link", "delete", _link);
    }

    private async Task LinkAsync()
    {
        var (net, last) = (Local.ToString()[..^1], Remote.ToString());
        await RunAsync("ip", "netns", "add", _router);
        await RunAsync("ip", "netns", "add", _peer);
        await RunAsync("ip", "link", "add", _link, "type", "veth", "peer", "name", "near0", "netns", _router);
        await RunAsync(
            "ip",
            "-n",
            _router,
            "link",
            "add",
            "far0",
            "type",
            "veth",
            "peer",
            "name",
            "eth0",
            "netns",
            _peer
        );
        await RunAsync("ip", "address", "add", $"{Local}/30", "dev", _link);
        await RunAsync("ip", "-n", _router, "address", "add", $"{net}2/30", "dev", "near0");
        await RunAsync("ip", "-n", _router, "address", "add", $"{net}5/30", "dev", "far0");
        await RunAsync("ip", "-n", _peer, "address", "add", $"{last}/30", "dev", "eth0");
        await RunAsync("ip", "link", "set", _link, "up");
        await RunAsync("ip", "-n", _router, "link", "set", "near0", "up");
        await RunAsync("ip", "-n", _router, "link", "set", "far0", "up");
        await RunAsync("ip", "-n", _peer, "link", "set", "eth0", "up");
        await RunAsync("ip", "-n", _peer, "link", "set", "lo", "up");
        await RunAsync("ip", "-n", _peer, "route", "add", "default", "via", $"{net}5");
        await RunAsync("ip", "route", "add", $"{net}4/30", "via", $"{net}2");
        await RunAsync("ip", "netns", "exec", _router, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    }

    // An RTP packet has version 2 and, here, payload type 0: what sets up the call and RTCP pass.
    private async Task LoseAsync(int toPeer, int fromPeer) =>
        await RunAsync(
            "ip",
            "netns",
            "exec",
            _router,
            "nft",
            $$"""
            table inet loss {
              counter to_peer { }
              counter to_peer_dropped { }
              counter from_peer { }
              counter from_peer_dropped { }
              chain pass {
                type filter hook forward priority 0;
                iifname "near0" meta l4proto udp @th,64,2 2 @th,73,7 0 counter name to_peer numgen random mod 1000 < {{toPeer}} counter name to_peer_dropped drop
                iifname "far0" meta l4proto udp @th,64,2 2 @th,73,7 0 counter name from_peer numgen random mod 1000 < {{fromPeer}} counter name from_peer_dropped drop
              }
            }
            """
        );

    private async Task<long> CounterAsync(string name)
    {
        var said = await RunAsync("ip", "netns", "exec", _router, "nft", "-j", "list", "counter", "inet", "loss", name);
        return long.Parse(Packets().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<string> RunAsync(params string[] command)
    {
        var (code, said) = await TryRunAsync(command);
        return code == 0 ? said : throw new InvalidOperationException($"{string.Join(' ', command)}: {said}");
    }

    private static async Task<(int Code, string Said)> TryRunAsync(params string[] command)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex("\"packets\": ?([0-9]+)")]
    private static partial Regex Packets();
}
