namespace Sidetone.Sip.Calls;

/// <summary>How a call came to its end.</summary>
/// <param name="At">when</param>
public abstract record CallOver(DateTimeOffset At) : CallProgress(At)
{
    /// <summary>Refused before it was answered.</summary>
    /// <param name="At">when</param>
    /// <param name="By">who refused</param>
    /// <param name="Status">300…699</param>
    /// <param name="Reason">the phrase that came with it</param>
    public sealed record Rejected(DateTimeOffset At, CallSide By, int Status, string Reason) : CallOver(At);

    /// <summary>Withdrawn by its caller before it was answered.</summary>
    /// <param name="At">when</param>
    /// <param name="By">us when we dialled, the other side when it did</param>
    /// <param name="RangTooLong">whether the ring timeout withdrew it: nobody answered</param>
    public sealed record Cancelled(DateTimeOffset At, CallSide By, bool RangTooLong) : CallOver(At);

    /// <summary>No answer of any kind came within timer B: 408 to whoever counts by status.</summary>
    public sealed record TimedOut(DateTimeOffset At) : CallOver(At);

    /// <summary>It could not be tried, or could not be agreed on.</summary>
    /// <param name="At">when</param>
    /// <param name="Reason">for a person</param>
    public sealed record Failed(DateTimeOffset At, string Reason) : CallOver(At);

    /// <summary>Over after it was answered.</summary>
    /// <param name="At">when</param>
    /// <param name="By">who hung up</param>
    /// <param name="Reason">for a person</param>
    public sealed record Ended(DateTimeOffset At, CallSide By, string Reason) : CallOver(At);
}
