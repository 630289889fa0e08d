namespace Sidetone.Tests.EventBridge;

/// <summary>What a receiver does with one request instead of what it should.</summary>
internal enum Misbehaviour
{
    None,

    /// <summary>400 <c>ThrottlingException</c>.</summary>
    Throttles,

    /// <summary>500 <c>InternalException</c>.</summary>
    Fails,

    /// <summary>503 with a page of HTML, from something in between.</summary>
    IsUnavailable,

    /// <summary>The connection is reset, and nothing was taken.</summary>
    Resets,

    /// <summary>Everything is taken, and the connection is reset instead of an answer.</summary>
    TakesAndResets,

    /// <summary>Everything is taken, and the answer ends in its middle.</summary>
    DiesMidAnswer,

    /// <summary>Everything is taken, and the answer stops in its middle without end.</summary>
    StallsMidAnswer,

    /// <summary>Everything is taken, and the answer comes when <see cref="EventBridgeReceiver.Late"/> says.</summary>
    AnswersLate,

    /// <summary>400 <c>ExpiredTokenException</c>.</summary>
    SaysExpired,

    /// <summary>400 <c>AccessDeniedException</c>.</summary>
    Denies,

    /// <summary>Every second entry fails with <c>ThrottlingException</c>, the others are taken.</summary>
    ThrottlesSome,

    /// <summary>Every entry fails with <c>InternalFailure</c>.</summary>
    FailsEntries,

    /// <summary>404 with a page of HTML: it is no EventBridge.</summary>
    IsSomethingElse,

    /// <summary>200 with an outcome less than there are entries.</summary>
    MiscountsOutcomes,
}
