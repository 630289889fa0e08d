namespace Sidetone.Sip.Media;

/// <summary>Where the other side's voice goes, in both forms: as it came in, and as it is heard. Both must neither wait nor take long.</summary>
public interface IAudioSink
{
    /// <summary>A packet arrived: before the jitter buffer, in order of arrival. On the thread that receives.</summary>
    void Received(ArrivedAudio audio);

    /// <summary>The next 20 ms for the ear, silence included; from the start of the call on. On the pacing thread.</summary>
    void Played(PlayedAudio audio);
}
