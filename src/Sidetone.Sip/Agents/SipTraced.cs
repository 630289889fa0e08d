using System.Net;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Agents;

/// <summary>A message that was sent or heard. Only its first line is told: header fields hold secrets.</summary>
/// <param name="At">when</param>
/// <param name="IsSent">true when we sent it</param>
/// <param name="Protocol">on what</param>
/// <param name="Peer">to or from whom</param>
/// <param name="StartLine">such as <c>SIP/2.0 180 Ringing</c></param>
public sealed record SipTraced(DateTimeOffset At, bool IsSent, SipProtocol Protocol, IPEndPoint Peer, string StartLine);
