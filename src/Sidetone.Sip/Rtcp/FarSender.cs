namespace Sidetone.Sip.Rtcp;

/// <summary>What a source's sender reports say of itself. Guarded by the call's lock.</summary>
internal sealed class FarSender(uint ssrc)
{
    public uint Ssrc { get; } = ssrc;

    /// <summary>Middle 32 bits of the NTP time of its last sender report; 0 before the first.</summary>
    public uint LastReport { get; set; }

    /// <summary>When that report arrived.</summary>
    public double LastReportAtMs { get; set; }

    /// <summary>Packets that it says it has sent.</summary>
    public uint Packets { get; set; }
}
