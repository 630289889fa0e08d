using System.Collections.Frozen;

namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>
/// The statistics of Chrome's callback <c>getStats()</c>, before the standard's (libwebrtc, api/stats_types.cc): other
/// names, milliseconds, levels of 0…32767, everything written as text.
/// </summary>
internal static class LegacyMembers
{
    private const double Milliseconds = 1e-3;
    private const double WholeLevel = 1.0 / 32768;

    private static readonly FrozenDictionary<string, (Member Member, double Scale)> Stream = new Dictionary<
        string,
        (Member, double)
    >
    {
        ["ssrc"] = (Member.Ssrc, 1),
        ["mediaType"] = (Member.Kind, 1),
        ["transportId"] = (Member.TransportId, 1),
        ["googTrackId"] = (Member.TrackIdentifier, 1),
        ["packetsReceived"] = (Member.PacketsReceived, 1),
        ["packetsSent"] = (Member.PacketsSent, 1),
        ["packetsLost"] = (Member.PacketsLost, 1),
        ["bytesReceived"] = (Member.BytesReceived, 1),
        ["bytesSent"] = (Member.BytesSent, 1),
        ["googJitterReceived"] = (Member.Jitter, Milliseconds),
        ["googRtt"] = (Member.RoundTripTime, Milliseconds),
        ["audioInputLevel"] = (Member.AudioLevel, WholeLevel),
        ["audioOutputLevel"] = (Member.AudioLevel, WholeLevel),
        ["googFrameWidthReceived"] = (Member.FramesSeen, 1),
        ["googFrameWidthSent"] = (Member.FramesSeen, 1),
        ["googFrameRateReceived"] = (Member.FramesSeen, 1),
        ["googFrameRateSent"] = (Member.FramesSeen, 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (Member Member, double Scale)> Path = new Dictionary<
        string,
        (Member, double)
    >
    {
        ["googActiveConnection"] = (Member.LegacyActive, 1),
        ["googRtt"] = (Member.CurrentRoundTripTime, Milliseconds),
        ["googLocalAddress"] = (Member.LegacyLocalAddress, 1),
        ["googRemoteAddress"] = (Member.LegacyRemoteAddress, 1),
        ["googLocalCandidateType"] = (Member.CandidateType, 1),
        ["googTransportType"] = (Member.Protocol, 1),
        ["localCandidateId"] = (Member.LocalCandidateId, 1),
        ["remoteCandidateId"] = (Member.RemoteCandidateId, 1),
        ["ipAddress"] = (Member.Address, 1),
        ["portNumber"] = (Member.Port, 1),
        ["transport"] = (Member.Protocol, 1),
        ["candidateType"] = (Member.CandidateType, 1),
        ["networkType"] = (Member.NetworkType, 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The type of a legacy stat by its name, or where a dump has no names by its id; null when it is none.</summary>
    public static StatType? TypeOf(string? name, string id) =>
        name switch
        {
            "ssrc" => Direction(id),
            "googCandidatePair" => StatType.CandidatePair,
            "localcandidate" when id.StartsWith("Cand-", StringComparison.Ordinal) => StatType.LocalCandidate,
            "remotecandidate" when id.StartsWith("Cand-", StringComparison.Ordinal) => StatType.RemoteCandidate,
            null when id.StartsWith("ssrc_", StringComparison.Ordinal) => Direction(id),
            null when id.StartsWith("Conn-", StringComparison.Ordinal) => StatType.CandidatePair,
            null when id.StartsWith("Cand-", StringComparison.Ordinal) => StatType.LocalCandidate,
            _ => null,
        };

    /// <summary>Where a legacy member's value goes; null when it is not looked at.</summary>
    public static (Member Member, double Scale)? Find(StatType type, string name)
    {
        var names = type is StatType.Inbound or StatType.Outbound ? Stream : Path;
        return names.TryGetValue(name, out var found) ? found : null;
    }

    /// <summary>A value in the standard's unit. A round trip of −1 stands for none.</summary>
    public static Cell Convert(Cell cell, Member member, double scale) =>
        scale is 1 ? cell
        : member is Member.RoundTripTime or Member.CurrentRoundTripTime && cell.Number < 0 ? Cell.Missing
        : Cell.Of(cell.Number * scale);

    private static StatType Direction(string id) =>
        id.EndsWith("_recv", StringComparison.Ordinal) ? StatType.Inbound
        : id.EndsWith("_send", StringComparison.Ordinal) ? StatType.Outbound
        : StatType.Other;
}
