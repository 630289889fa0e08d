namespace Sidetone.Sip.Transactions;

/// <summary>Why a request got no final answer.</summary>
internal enum ClientFailure
{
    /// <summary>Timer B or F.</summary>
    TimedOut,

    /// <summary>It could not be sent, or the connection broke.</summary>
    Transport,
}
