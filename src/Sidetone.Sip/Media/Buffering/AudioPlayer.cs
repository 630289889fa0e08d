using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Sip.Media.Buffering;

/// <summary>Hears: each 20 ms a frame from the jitter buffer to the sink, and what else is due now and then. On the pacing thread.</summary>
internal sealed class AudioPlayer(AudioCallMedia call, IAudioSink sink, ReportSender reports) : IPaced
{
    public static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly short[] _frame = new short[JitterBuffer.FrameSamples];

    public static long Period(TimeProvider time) => (long)(Frame.TotalSeconds * time.TimestampFrequency);

    public void Tick(long due, long now)
    {
        // The frame belongs to the moment it was due: a late thread does not change what the ear is given.
        var missing = call.Hear(_frame, call.Clock.Milliseconds(due));
        sink.Played(new PlayedAudio(_frame, missing, due));
        reports.SendIfDue(now);
    }

    public void Failed(Exception fault) => call.Fail(fault);
}
