using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sidetone.Browser.Tests.Network;

/// <summary>
/// A customer in a network namespace of its own, and a road to it on which the kernel loses voice. Needs root, iproute2
/// and nftables.
/// </summary>
/// <remarks>
/// The road is a namespace that forwards: a packet that its sender's own namespace drops is an error that the sender is
/// told of, and no loss. What counts as voice is RTP (version 2) of Opus, whose payload type is 111 in Chromium; STUN,
/// DTLS and RTCP pass. Padding (RFC 3550, 5.1: the bit P) is counted apart and passes too: it carries no voice.
/// </remarks>
internal sealed class LossyRoad : IAsyncDisposable
{
    private const string Rules = """
        table inet road {
          counter to_agent { }
          counter to_agent_lost { }
          counter to_agent_padding { }
          counter to_customer { }
          counter to_customer_lost { }
          counter to_customer_padding { }
          chain lose_to_agent { }
          chain lose_to_customer { }
          chain forward {
            type filter hook forward priority 0;
            meta l4proto udp @th,64,2 2 @th,73,7 111 jump voice
          }
          chain voice {
            iifname "customer0" @th,66,1 1 counter name to_agent_padding return
            iifname "agent0" @th,66,1 1 counter name to_customer_padding return
            iifname "customer0" counter name to_agent jump lose_to_agent
            iifname "agent0" counter name to_customer jump lose_to_customer
          }
        }
        """;

    // Of 198.18.0.0/15, which is for tests (RFC 2544), so that runs beside each other do not meet.
    private readonly int _third = RandomNumberGenerator.GetInt32(1, 255);
    private readonly int _fourth = 4 * RandomNumberGenerator.GetInt32(0, 63);
    private readonly string _id = RandomNumberGenerator.GetHexString(6, lowercase: true);

    private string Road => $"road-{_id}";

    private string Wire => $"road{_id}";

    /// <summary>The namespace of the customer's browser.</summary>
    public string CustomerNamespace => $"customer-{_id}";

    public IPAddress AgentAddress => IPAddress.Parse($"198.18.{_third}.{_fourth + 1}");

    public IPAddress CustomerAddress => IPAddress.Parse($"198.19.{_third}.{_fourth + 2}");

    /// <summary>Builds it; voice is counted and none is lost yet.</summary>
    public static async Task<LossyRoad> BuildAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root.");
        Assert.SkipUnless(await IsHereAsync("ip -V"), "Needs ip (iproute2).");
        Assert.SkipUnless(await IsHereAsync("nft --version"), "Needs nft (nftables).");
        var road = new LossyRoad();
        try
        {
            await road.LayAsync();
            return road;
        }
        catch
        {
            await road.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loses so many per cent of each direction's voice from now on; 0 loses none.</summary>
    public async Task LoseAsync(int toAgent, int toCustomer)
    {
        foreach (var (direction, percent) in new[] { ("to_agent", toAgent), ("to_customer", toCustomer) })
        {
            await NftAsync($"flush chain inet road lose_{direction}");
            if (percent > 0)
            {
                await NftAsync(
                    $"add rule inet road lose_{direction} numgen random mod 100 < {percent} counter name {direction}_lost drop"
                );
            }
        }
    }

    /// <summary>How many packets one of the counters has seen.</summary>
    public async Task<long> CountAsync(string counter)
    {
        var answer = await Command.RunAsync($"ip netns exec {Road} nft -j list counter inet road {counter}");
        using var json = JsonDocument.Parse(answer);
        return json
            .RootElement.GetProperty("nftables")
            .EnumerateArray()
            .Single(each => each.TryGetProperty("counter", out _))
            .GetProperty("counter")
            .GetProperty("packets")
            .GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        // The wires and the rules go with their namespaces.
        foreach (var name in new[] { CustomerNamespace, Road })
        {
            if (File.Exists($"/run/netns/{name}"))
            {
                await Command.RunAsync($"ip netns delete {name}");
            }
        }
    }

    private async Task LayAsync()
    {
        var (here, there) = ($"198.18.{_third}", $"198.19.{_third}");
        string[] steps =
        [
            $"ip netns add {Road}",
            $"ip netns add {CustomerNamespace}",
            $"ip link add {Wire} type veth peer name agent0 netns {Road}",
            $"ip link add customer0 netns {Road} type veth peer name eth0 netns {CustomerNamespace}",
            $"ip address add {AgentAddress}/30 dev {Wire}",
            $"ip link set {Wire} up",
            $"ip -n {Road} address add {here}.{_fourth + 2}/30 dev agent0",
            $"ip -n {Road} address add {there}.{_fourth + 1}/30 dev customer0",
            $"ip -n {Road} link set agent0 up",
            $"ip -n {Road} link set customer0 up",
            $"ip -n {CustomerNamespace} address add {CustomerAddress}/30 dev eth0",
            $"ip -n {CustomerNamespace} link set lo up",
            $"ip -n {CustomerNamespace} link set eth0 up",
            $"ip -n {CustomerNamespace} route add default via {there}.{_fourth + 1}",
            $"ip route add {there}.{_fourth}/30 via {here}.{_fourth + 2}",
            $"ip netns exec {Road} sysctl -q -w net.ipv4.ip_forward=1",
        ];
        foreach (var step in steps)
        {
            await Command.RunAsync(step);
        }

        await NftAsync(Rules);
    }

    private Task<string> NftAsync(string rules) => Command.RunAsync($"ip netns exec {Road} nft -f -", rules + "\n");

    private static async Task<bool> IsHereAsync(string line)
    {
        try
        {
            await Command.RunAsync(line);
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
