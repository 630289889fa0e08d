namespace Sidetone.Sip.Messages;

/// <summary>How large a message may be.</summary>
public sealed record SipLimits
{
    /// <summary>Bytes of a message, body included; 65,535 is what a datagram can hold.</summary>
    public int MessageBytes { get; init; } = 65_535;

    /// <summary>Header fields of a message.</summary>
    public int HeaderCount { get; init; } = 200;

    /// <summary>Characters of a header field, folded lines together.</summary>
    public int HeaderLength { get; init; } = 8_192;
}
