namespace Sidetone.Sip.Sdp;

/// <summary>A line <c>m=</c> and what follows it (RFC 8866 §5.14).</summary>
/// <param name="Kind">such as <c>audio</c></param>
/// <param name="Port">0 when the stream is refused or not wanted</param>
/// <param name="Protocol">such as <c>RTP/AVP</c></param>
/// <param name="Formats">as written; of RTP the payload types in order of preference</param>
/// <param name="Line">where it stood, beginning with 1; 0 when we wrote it</param>
internal sealed record SdpMedia(string Kind, int Port, string Protocol, IReadOnlyList<string> Formats, int Line = 0)
{
    /// <summary>Address of <c>c=</c> of this stream; null when that of the session counts.</summary>
    public string? Address { get; set; }

    public List<SdpAttribute> Attributes { get; } = [];

    public SdpAttribute? Attribute(string name) => Attributes.Find(attribute => attribute.Name == name);
}
