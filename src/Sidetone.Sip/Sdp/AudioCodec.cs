namespace Sidetone.Sip.Sdp;

/// <summary>The two laws of ITU-T G.711; each is 8,000 samples a second of one byte (RFC 3551 §4.5.14).</summary>
public enum AudioCodec
{
    /// <summary>µ-law, static payload type 0.</summary>
    Pcmu,

    /// <summary>A-law, static payload type 8.</summary>
    Pcma,
}
