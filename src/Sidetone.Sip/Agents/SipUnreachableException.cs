namespace Sidetone.Sip.Agents;

/// <summary>There is no way to where a URI leads; the message says why.</summary>
public sealed class SipUnreachableException : Exception
{
    internal SipUnreachableException(string message)
        : base(message) { }
}
