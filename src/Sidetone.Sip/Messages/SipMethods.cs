namespace Sidetone.Sip.Messages;

/// <summary>The methods this agent knows; methods are compared with case (RFC 3261 §7.1).</summary>
internal static class SipMethods
{
    public const string Ack = "ACK";
    public const string Bye = "BYE";
    public const string Cancel = "CANCEL";
    public const string Invite = "INVITE";
    public const string Options = "OPTIONS";
    public const string Register = "REGISTER";
    public const string Update = "UPDATE";

    /// <summary>What we answer to, as <c>Allow</c> says it.</summary>
    public const string Allowed = "INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE";
}
