namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>The types of statistics that a recording's reader looks at.</summary>
internal enum StatType : byte
{
    Other,
    Inbound,
    Outbound,
    RemoteInbound,
    MediaSource,
    Track,
    Transport,
    CandidatePair,
    LocalCandidate,
    RemoteCandidate,
    Codec,
}

/// <summary>Finds a stat's type by its name (W3C webrtc-stats, 6.1) or, where an old dump has none, by its id.</summary>
internal static class StatTypes
{
    /// <summary>The type with a name, in today's spelling or Firefox's and Chrome's older ones.</summary>
    public static StatType ByName(string name) =>
        name switch
        {
            "inbound-rtp" or "inboundrtp" => StatType.Inbound,
            "outbound-rtp" or "outboundrtp" => StatType.Outbound,
            "remote-inbound-rtp" => StatType.RemoteInbound,
            "media-source" => StatType.MediaSource,
            "track" or "receiver" or "sender" => StatType.Track,
            "transport" => StatType.Transport,
            "candidate-pair" or "candidatepair" => StatType.CandidatePair,
            "local-candidate" or "localcandidate" => StatType.LocalCandidate,
            "remote-candidate" or "remotecandidate" => StatType.RemoteCandidate,
            "codec" => StatType.Codec,
            _ => StatType.Other,
        };

    /// <summary>The type that Chrome's ids stated before dumps carried types (libwebrtc, rtc_stats_collector.cc).</summary>
    public static StatType ById(string id) =>
        id switch
        {
            _ when id.StartsWith("RTCInboundRTP", StringComparison.OrdinalIgnoreCase) => StatType.Inbound,
            _ when id.StartsWith("RTCOutboundRTP", StringComparison.OrdinalIgnoreCase) => StatType.Outbound,
            _ when id.StartsWith("RTCRemoteInboundRTP", StringComparison.OrdinalIgnoreCase) => StatType.RemoteInbound,
            _ when id.StartsWith("RTCAudioSource", StringComparison.Ordinal) => StatType.MediaSource,
            _ when id.StartsWith("RTCMediaStreamTrack", StringComparison.Ordinal) => StatType.Track,
            _ when id.StartsWith("RTCTransport", StringComparison.Ordinal) => StatType.Transport,
            _ when id.StartsWith("RTCIceCandidatePair", StringComparison.Ordinal) => StatType.CandidatePair,
            _ when id.StartsWith("RTCIceCandidate", StringComparison.Ordinal) => StatType.LocalCandidate,
            _ when id.StartsWith("RTCCodec", StringComparison.Ordinal) => StatType.Codec,
            _ => StatType.Other,
        };
}
