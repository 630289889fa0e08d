namespace Sidetone.Calls.Insights;

/// <summary>Rules on the way that media took.</summary>
internal static class ConnectionRules
{
    public static IEnumerable<InsightRule> All =>
        [
            new()
            {
                Number = 22,
                Id = "wifiInUse",
                Name = "Wi-Fi In Use",
                Definition = "Media left over a wireless network.",
                Threshold = 0,
                Unit = "none",
                Severity = InsightSeverity.Notice,
                OnByDefault = false,
                Advice = "Plug the agent's computer into the network.",
                Source = "own",
                Judge = static (call, _) =>
                    call.NetworkType.ToUpperInvariant() is "WLAN" or "WIFI" ? new InsightFinding(1) : null,
            },
            new()
            {
                Number = 23,
                Id = "vpnInUse",
                Name = "VPN In Use",
                Definition = "Media left through a VPN.",
                Threshold = 0,
                Unit = "none",
                Severity = InsightSeverity.Notice,
                Advice = "Let media leave beside the VPN (split tunnel).",
                Source = "own",
                Judge = static (call, _) =>
                    call.NetworkType.Equals("vpn", StringComparison.OrdinalIgnoreCase) ? new InsightFinding(1) : null,
            },
            new()
            {
                Number = 24,
                Id = "mediaOverTcp",
                Name = "Media Over TCP/TLS",
                Definition = "Media was carried over TCP or TLS: a lost segment holds up everything behind it.",
                Threshold = 0,
                Unit = "none",
                Severity = InsightSeverity.Minor,
                Advice = "Let UDP to the media servers pass the firewall.",
                Source = "W3C webrtc-stats: relayProtocol, protocol",
                Judge = static (call, _) =>
                    call.MediaTransport.Length > 0
                    && !call.MediaTransport.Equals("udp", StringComparison.OrdinalIgnoreCase)
                        ? new InsightFinding(1)
                        : null,
            },
            new()
            {
                Number = 25,
                Id = "mediaRelayed",
                Name = "Media Relayed",
                Definition = "Media went through a TURN relay.",
                Threshold = 0,
                Unit = "none",
                Severity = InsightSeverity.Notice,
                OnByDefault = false,
                Advice = "Nothing, where the platform always relays; else let media go directly.",
                Source = "own",
                Judge = static (call, _) =>
                    call.CandidateType.Equals("relay", StringComparison.OrdinalIgnoreCase)
                        ? new InsightFinding(1)
                        : null,
            },
            new()
            {
                Number = 31,
                Id = "iceDisconnected",
                Name = "ICE Disconnected",
                Definition = "The media connection was reported disconnected or failed while the call talked.",
                Threshold = 1,
                Unit = "times",
                Severity = InsightSeverity.Severe,
                Advice = "The network path broke: look at Wi-Fi roaming, VPN reconnects and sleeping adapters.",
                Source = "W3C webrtc: RTCIceConnectionState",
                Judge = static (call, limits) =>
                    call.IceDisconnects >= limits.Threshold ? new InsightFinding(call.IceDisconnects) : null,
            },
            new()
            {
                Number = 31,
                Id = "iceRestart",
                Name = "ICE Restart",
                Definition = "The selected candidate pair changed while the call talked.",
                Threshold = 1,
                Unit = "times",
                Severity = InsightSeverity.Minor,
                Advice =
                    "The media path changed in mid-call: look at Wi-Fi roaming, VPN reconnects and sleeping adapters.",
                Source = "W3C webrtc-stats: selectedCandidatePairChanges",
                Judge = static (call, limits) =>
                    call.CandidatePairChanges >= limits.Threshold
                        ? new InsightFinding(call.CandidatePairChanges)
                        : null,
            },
            new()
            {
                Number = 35,
                Id = "concealment",
                Name = "Concealment",
                Definition = "Share of the sound that the browser had to invent, silence not counted.",
                Threshold = 7,
                Unit = "per cent",
                Severity = InsightSeverity.Severe,
                Advice = "Treat as packet loss; where none is reported, packets came too late to be played.",
                Source = "Lync classified poor call: 7 %",
                Judge = static (call, limits) =>
                    call.ConcealedPercent > limits.Threshold
                        ? new InsightFinding(call.ConcealedPercent.Value, "inbound")
                        : null,
            },
        ];
}
