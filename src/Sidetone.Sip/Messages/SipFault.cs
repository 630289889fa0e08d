namespace Sidetone.Sip.Messages;

/// <summary>Why a message cannot be taken.</summary>
/// <param name="Status">what a request is answered with, if it can be answered</param>
/// <param name="Reason">the phrase of that answer: names the header field at fault, never its value</param>
internal sealed record SipFault(int Status, string Reason)
{
    public static SipFault BadRequest(string reason) => new(400, reason);
}
