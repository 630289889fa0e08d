using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Sip.Media.Figures;

/// <summary>Our stream, as we sent it.</summary>
/// <param name="Packets">packets, telephone events included</param>
/// <param name="PayloadBytes">bytes of their payloads</param>
/// <param name="Failures">packets that the network of this machine refused; they count as sent</param>
/// <param name="Pacing">how late they were sent</param>
public sealed record SentFigures(long Packets, long PayloadBytes, long Failures, PacingError Pacing);
