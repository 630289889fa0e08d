using System.Collections.Frozen;
using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings.RtcStats;

/// <summary>
/// The numbers that file format 3 may write instead of names (rtcstats, packages/rtcstats-shared/compression.js). A
/// number keeps its meaning for ever; only those that a reader needs are here.
/// </summary>
internal static class RtcStatsNames
{
    private static readonly FrozenDictionary<string, string> Methods = new Dictionary<string, string>
    {
        ["g"] = "getStats",
        ["1"] = "getStats",
        ["23"] = "onsignalingstatechange",
        ["24"] = "oniceconnectionstatechange",
        ["25"] = "onconnectionstatechange",
        ["36"] = "close",
        ["39"] = "create",
        ["61"] = "navigator.mediaDevices.getUserMediaOnSuccess",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, StatType> Types = new Dictionary<string, StatType>
    {
        ["1"] = StatType.Inbound,
        ["2"] = StatType.Outbound,
        ["3"] = StatType.RemoteInbound,
        ["5"] = StatType.Transport,
        ["6"] = StatType.CandidatePair,
        ["7"] = StatType.LocalCandidate,
        ["8"] = StatType.RemoteCandidate,
        ["12"] = StatType.MediaSource,
        ["14"] = StatType.Codec,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Member> Properties = new Dictionary<string, Member>
    {
        ["t"] = Member.Timestamp,
        ["5"] = Member.TransportId,
        ["6"] = Member.MimeType,
        ["10"] = Member.Ssrc,
        ["11"] = Member.Kind,
        ["12"] = Member.CodecId,
        ["14"] = Member.PacketsReceived,
        ["15"] = Member.PacketsLost,
        ["16"] = Member.Jitter,
        ["17"] = Member.TrackIdentifier,
        ["19"] = Member.RemoteId,
        ["20"] = Member.FramesSeen,
        ["36"] = Member.PacketsDiscarded,
        ["41"] = Member.BytesReceived,
        ["47"] = Member.JitterBufferDelay,
        ["49"] = Member.JitterBufferEmittedCount,
        ["51"] = Member.TotalSamplesReceived,
        ["52"] = Member.ConcealedSamples,
        ["53"] = Member.SilentConcealedSamples,
        ["57"] = Member.AudioLevel,
        ["74"] = Member.LocalId,
        ["75"] = Member.RoundTripTime,
        ["76"] = Member.TotalRoundTripTime,
        ["78"] = Member.RoundTripTimeMeasurements,
        ["79"] = Member.PacketsSent,
        ["80"] = Member.BytesSent,
        ["81"] = Member.MediaSourceId,
        ["91"] = Member.FramesSeen,
        ["116"] = Member.Protocol,
        ["125"] = Member.SelectedCandidatePairId,
        ["132"] = Member.SelectedCandidatePairChanges,
        ["134"] = Member.Address,
        ["135"] = Member.Port,
        ["136"] = Member.CandidateType,
        ["138"] = Member.Url,
        ["139"] = Member.RelayProtocol,
        ["141"] = Member.RelatedAddress,
        ["145"] = Member.NetworkType,
        ["148"] = Member.LocalCandidateId,
        ["149"] = Member.RemoteCandidateId,
        ["150"] = Member.Nominated,
        ["152"] = Member.CurrentRoundTripTime,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A method's name, in lower case and without the <c>on</c> that only some writers put before events.</summary>
    public static string Method(string written)
    {
        var name = Methods.GetValueOrDefault(written, written).ToLowerInvariant();
        return name.StartsWith("on", StringComparison.Ordinal) ? name[2..] : name;
    }

    public static StatType? Type(string written) => Types.TryGetValue(written, out var type) ? type : null;

    public static Member? Property(string written) => Properties.TryGetValue(written, out var member) ? member : null;
}
