using System.Text.Json.Serialization;

namespace Sidetone.Heartbeat.Calls;

/// <summary>Why a call went no further, when SIP did not say it.</summary>
public enum CallTrouble
{
    /// <summary>Nothing of this list.</summary>
    None,

    /// <summary>It rang for as long as it may, and the dialler gave up.</summary>
    RingTimeout,

    /// <summary>The other side could not be reached or did not answer: no route, no name, no reply (RFC 3261 timer B).</summary>
    Unreachable,

    /// <summary>The dialler's account was refused.</summary>
    AccountRefused,

    /// <summary>The receiver could not register, or could not listen.</summary>
    ReceiverUnavailable,

    /// <summary>A step before the signal did not come true.</summary>
    StepFailed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}

/// <summary>Who ended an answered call.</summary>
public enum CallEnd
{
    /// <summary>It was not answered, or nobody knows.</summary>
    Unknown,

    /// <summary>The dialler hung up, as it should.</summary>
    Dialler,

    /// <summary>The receiver, or whatever is between, hung up.</summary>
    Receiver,
}

/// <summary>What happened in one call. Whatever is null was not measured.</summary>
public sealed record CallRecord
{
    /// <summary>Whether the receiver's leg was offered the call and rejected it.</summary>
    public bool ReceiverRejected { get; init; }

    /// <summary>From dialling to ringing, in ms.</summary>
    public double? RingAfterMs { get; init; }

    /// <summary>From dialling to the answer, in ms.</summary>
    public double? AnswerAfterMs { get; init; }

    /// <summary>From the answer to the end, in ms.</summary>
    public double? TalkMs { get; init; }

    /// <summary>The final SIP status that the dialler got, such as 200 or 603; null when none came.</summary>
    public int? SipStatus { get; init; }

    /// <summary>Why it went no further.</summary>
    public CallTrouble Trouble { get; init; }

    /// <summary>Why, in words; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who ended it.</summary>
    public CallEnd EndedBy { get; init; }

    /// <summary>Whether the signal ran to its end.</summary>
    public bool SignalCompleted { get; init; }

    /// <summary>SIP <c>Call-ID</c> of the dialler's leg; may be empty.</summary>
    public string DiallerCallId { get; init; } = "";

    /// <summary>SIP <c>Call-ID</c> of the receiver's leg, or the contact of a human's; may be empty.</summary>
    public string ReceiverCallId { get; init; } = "";

    /// <summary>What the agent heard: dialler to receiver.</summary>
    public DirectionRecord ToAgent { get; init; } = new();

    /// <summary>What a human agent's browser counted; null when the agent was none, or was not observed.</summary>
    public AgentLegRecord? AgentLeg { get; init; }

    /// <summary>What the customer heard: receiver to dialler.</summary>
    public DirectionRecord ToCustomer { get; init; } = new();

    /// <summary>The median RTCP round trip, in ms.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>The round trip of the sound itself by correlation, in ms.</summary>
    public double? AudioRoundTripMs { get; init; }

    /// <summary>The file with what both ends heard; null when none was written.</summary>
    public string? RecordingFile { get; init; }

    /// <summary>Whether it was answered.</summary>
    [JsonIgnore]
    public bool IsAnswered => AnswerAfterMs is not null;
}

/// <summary>What was measured in one direction. Whatever is null was not measured.</summary>
public sealed record DirectionRecord
{
    /// <summary>Packets that never came, in per cent of those sent.</summary>
    public double? LossPercent { get; init; }

    /// <summary>RTP jitter (RFC 3550 A.8), the mean in ms.</summary>
    public double? JitterMs { get; init; }

    /// <summary>Packets that came too late to be played, in per cent of those that came.</summary>
    public double? LatePercent { get; init; }

    /// <summary>From mouth to ear, in ms: by correlation of one clock, or half of a round trip.</summary>
    public double? DelayMs { get; init; }

    /// <summary>How much of the signal was silent, in per cent of its time.</summary>
    public double? DropOutPercent { get; init; }

    /// <summary>Level received less level sent, in dB.</summary>
    public double? LevelDb { get; init; }

    /// <summary>Samples at full scale, in per cent.</summary>
    public double? ClippedPercent { get; init; }

    /// <summary>Whether the signal was heard at all; false after an answer is the worst there is.</summary>
    public bool? Heard { get; init; }
}
