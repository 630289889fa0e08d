namespace Sidetone.Telemetry;

/// <summary>
/// Columns of a received stream. Names are those of W3C webrtc-stats, <c>RTCInboundRtpStreamStats</c>;
/// counters are cumulative, as <c>getStats()</c> gives them.
/// </summary>
public static class Inbound
{
    /// <summary>Packets received, cumulative.</summary>
    public const int PacketsReceived = 0;

    /// <summary>Packets lost, cumulative and signed: duplicates make it fall, even below zero (RFC 3550, A.3).</summary>
    public const int PacketsLost = 1;

    /// <summary>Payload bytes received, cumulative.</summary>
    public const int BytesReceived = 2;

    /// <summary>Interarrival jitter in microseconds.</summary>
    public const int Jitter = 3;

    /// <summary>Audio level, linear, 0 to 32767.</summary>
    public const int AudioLevel = 4;

    /// <summary>Concealed samples, cumulative.</summary>
    public const int ConcealedSamples = 5;

    /// <summary>Concealed samples that were silence or comfort noise, cumulative.</summary>
    public const int SilentConcealedSamples = 6;

    /// <summary>Samples received or concealed, cumulative.</summary>
    public const int TotalSamplesReceived = 7;

    /// <summary>Sum of the time each sample spent in the jitter buffer, in microseconds, cumulative.</summary>
    public const int JitterBufferDelay = 8;

    /// <summary>Samples that left the jitter buffer, cumulative.</summary>
    public const int JitterBufferEmittedCount = 9;

    /// <summary>Packets discarded by the jitter buffer for coming too late or too early, cumulative.</summary>
    public const int PacketsDiscarded = 10;

    /// <summary>How many columns an inbound row has.</summary>
    public const int Count = 11;
}

/// <summary>
/// Columns of a sent stream: <c>RTCOutboundRtpStreamStats</c>, the far end's report of it
/// (<c>RTCRemoteInboundRtpStreamStats</c>) and the level of its source (<c>RTCAudioSourceStats</c>).
/// </summary>
public static class Outbound
{
    /// <summary>Packets sent, cumulative.</summary>
    public const int PacketsSent = 0;

    /// <summary>Payload bytes sent, cumulative.</summary>
    public const int BytesSent = 1;

    /// <summary>Level of the microphone, linear, 0 to 32767.</summary>
    public const int AudioLevel = 2;

    /// <summary>Packets the far end reports lost, cumulative and signed.</summary>
    public const int PacketsLost = 3;

    /// <summary>Jitter the far end reports, in microseconds.</summary>
    public const int Jitter = 4;

    /// <summary>The last RTCP round trip, in microseconds.</summary>
    public const int RoundTripTime = 5;

    /// <summary>Sum of all RTCP round trips, in microseconds, cumulative.</summary>
    public const int TotalRoundTripTime = 6;

    /// <summary>How many RTCP round trips were measured, cumulative; 0 means that none was yet.</summary>
    public const int RoundTripTimeMeasurements = 7;

    /// <summary>How many columns an outbound row has.</summary>
    public const int Count = 8;
}

/// <summary>Columns of a connection's selected candidate pair (<c>RTCIceCandidatePairStats</c>, <c>RTCTransportStats</c>).</summary>
public static class Transport
{
    /// <summary>The last STUN round trip on the selected pair, in microseconds.</summary>
    public const int CurrentRoundTripTime = 0;

    /// <summary>How often the selected pair changed, cumulative; the first selection counts.</summary>
    public const int SelectedCandidatePairChanges = 1;

    /// <summary>How many columns a transport row has.</summary>
    public const int Count = 2;
}

/// <summary>Columns of the agent's computer.</summary>
public static class Machine
{
    /// <summary>CPU in use, in hundredths of a per cent, 0 to 10000.</summary>
    public const int CpuUtilization = 0;

    /// <summary>Memory in use, in hundredths of a per cent, 0 to 10000.</summary>
    public const int MemoryUtilization = 1;

    /// <summary>How many columns a machine row has.</summary>
    public const int Count = 2;
}
