namespace Sidetone.Heartbeat.Calls;

/// <summary>Where a call is.</summary>
public enum CallPhase
{
    /// <summary>The receiver or the dialler registers.</summary>
    Registering,

    /// <summary>The call is being set up.</summary>
    Dialling,

    /// <summary>The other side rings.</summary>
    Ringing,

    /// <summary>It was answered; the steps before the signal run.</summary>
    Answered,

    /// <summary>The signal is sent and measured.</summary>
    Measuring,

    /// <summary>It is over.</summary>
    Ended,
}

/// <summary>What happens in a call that runs.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="At">How long after its beginning.</param>
/// <param name="Note">In words, such as a SIP answer; may be empty.</param>
/// <param name="Record">What has been measured so far; null when nothing has.</param>
public sealed record CallProgress(CallPhase Phase, TimeSpan At, string Note, CallRecord? Record = null);
