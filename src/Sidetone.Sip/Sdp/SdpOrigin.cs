namespace Sidetone.Sip.Sdp;

/// <summary>The line <c>o=</c> (RFC 8866 §5.2).</summary>
/// <param name="User">no white space</param>
/// <param name="Id">of the session; digits</param>
/// <param name="Version">goes up with each change (RFC 3264 §8)</param>
/// <param name="Address">IPv4, IPv6 or name</param>
internal sealed record SdpOrigin(string User, ulong Id, ulong Version, string Address);
