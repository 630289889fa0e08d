namespace Sidetone.Sip.Media;

/// <summary>What a call says. It is asked on the thread that paces all calls: it must neither wait nor take long.</summary>
public interface IAudioSource
{
    /// <summary>Fills a frame.</summary>
    /// <param name="position">
    /// samples from the start of the call to the frame's first: that sample is due at <see cref="AudioCallMedia.StartedAt"/> plus
    /// <c>position / 8000</c> seconds. Positions go up; some may be left out after a stall or while the call is held
    /// </param>
    /// <param name="frame">to be filled whole; 16-bit PCM at 8,000 samples a second</param>
    void Read(long position, Span<short> frame);
}
