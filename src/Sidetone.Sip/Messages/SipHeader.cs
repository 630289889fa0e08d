namespace Sidetone.Sip.Messages;

/// <summary>A header field: the long form of its name, its value unfolded and without white space around it.</summary>
internal readonly record struct SipHeader(string Name, string Value);
