using System.Collections.Frozen;

namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>The members of statistics that a recording's reader looks at; all others are passed over.</summary>
internal enum Member : byte
{
    Ssrc,
    Kind,
    CodecId,
    MimeType,
    IsRemote,
    RemoteId,
    LocalId,
    TrackId,
    TrackIdentifier,
    MediaSourceId,
    TransportId,
    PacketsReceived,
    PacketsLost,
    BytesReceived,
    Jitter,
    AudioLevel,
    ConcealedSamples,
    SilentConcealedSamples,
    TotalSamplesReceived,
    JitterBufferDelay,
    JitterBufferEmittedCount,
    PacketsDiscarded,
    PacketsSent,
    BytesSent,
    RoundTripTime,
    TotalRoundTripTime,
    RoundTripTimeMeasurements,
    SelectedCandidatePairId,
    SelectedCandidatePairChanges,
    LocalCandidateId,
    RemoteCandidateId,
    Nominated,
    Selected,
    CurrentRoundTripTime,
    Address,
    Port,
    Protocol,
    RelayProtocol,
    CandidateType,
    NetworkType,
    RelatedAddress,
    Url,
    LegacyActive,
    LegacyLocalAddress,
    LegacyRemoteAddress,
    FramesSeen,
    Timestamp,
}

/// <summary>The names that members bear, in every age of the statistics.</summary>
internal static class Members
{
    public static readonly int Count = Enum.GetValues<Member>().Length;

    private static readonly FrozenDictionary<string, Member> Standard = StandardNames();

    /// <summary>The member of W3C webrtc-stats, or of a draft of it, with a name.</summary>
    public static bool TryFind(ReadOnlySpan<char> name, out Member member) =>
        Standard.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out member);

    /// <summary>A member's name in the standard's spelling.</summary>
    public static string NameOf(Member member)
    {
        var name = member.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static FrozenDictionary<string, Member> StandardNames()
    {
        var names = Enum.GetValues<Member>().Where(member => member < Member.LegacyActive).ToDictionary(NameOf);

        // Drafts before 2019, which Chrome wrote up to 9x: https://www.w3.org/TR/2018/CR-webrtc-stats-20180703/
        names["mediaType"] = Member.Kind;
        names["ip"] = Member.Address;
        names["ipAddress"] = Member.Address;
        names["portNumber"] = Member.Port;

        // Only video has these: a stream that says nothing of its kind is then not audio.
        names["framesDecoded"] = Member.FramesSeen;
        names["framesEncoded"] = Member.FramesSeen;
        names["frameWidth"] = Member.FramesSeen;
        names["timestamp"] = Member.Timestamp;
        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
