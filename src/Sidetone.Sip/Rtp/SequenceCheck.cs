namespace Sidetone.Sip.Rtp;

/// <summary>What a sequence number says of its packet.</summary>
internal enum SequenceCheck
{
    /// <summary>The source is not believed yet; the packet counts once it is.</summary>
    Probation,

    /// <summary>Too far from the others to be believed: not counted.</summary>
    Refused,

    /// <summary>The next in order, or after a gap.</summary>
    Forward,

    /// <summary>Older than the newest, and not seen before.</summary>
    Reordered,

    /// <summary>Seen before.</summary>
    Duplicate,

    /// <summary>The source has begun again with other numbers.</summary>
    Restarted,
}
