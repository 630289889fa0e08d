namespace Sidetone.Sip.Rtp;

/// <summary>
/// One key on its way out (RFC 4733 §2.5.1): packets of one timestamp whose duration grows, the end three times, then a
/// pause so that the next key is another. Owned by the thread that sends.
/// </summary>
internal sealed class KeyBeingSent(byte code, int durationSamples)
{
    private const int EndRepeats = 3;
    private const int PauseSamples = 400;
    private const byte Volume = 10;

    private int _elapsed;
    private int _ends;
    private int _paused;

    /// <summary>Completes when the key and the pause after it are over.</summary>
    public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Timestamp of the first packet; set by the sender.</summary>
    public uint Timestamp { get; set; }

    /// <summary>Whether the next packet is the first.</summary>
    public bool IsFirst => _elapsed == 0;

    /// <summary>The next packet, or null while the pause lasts.</summary>
    /// <param name="samples">samples of a packet</param>
    /// <param name="isOver">whether this was the last step</param>
    public TelephoneEvent? Next(int samples, out bool isOver)
    {
        isOver = false;
        if (_ends < EndRepeats)
        {
            _elapsed = Math.Min(_elapsed + samples, Math.Min(durationSamples, ushort.MaxValue));
            var isEnd = _elapsed == durationSamples || _elapsed == ushort.MaxValue;
            _ends += isEnd ? 1 : 0;
            return new TelephoneEvent(code, isEnd, Volume, (ushort)_elapsed);
        }

        _paused += samples;
        isOver = _paused >= PauseSamples;
        return null;
    }
}
