namespace Sidetone.Sip.Sdp;

/// <summary>A line <c>a=name:value</c>, or <c>a=name</c> without a value (RFC 8866 §5.13).</summary>
/// <param name="Name">compared with case</param>
/// <param name="Value">null when there is no colon</param>
/// <param name="Line">where it stood, beginning with 1; 0 when we wrote it</param>
internal sealed record SdpAttribute(string Name, string? Value = null, int Line = 0);
