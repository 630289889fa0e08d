using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Media;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>Keeps what an end hears, and tells when something is heard.</summary>
internal sealed class CallEar(TimeSpan longest) : IAudioSink
{
    // −50 dBFS: above a line's noise and comfort noise, below quiet speech.
    private const double LoudFrom = 32_768 * 0.0032;

    private volatile TaskCompletionSource _loud = New();

    public CallListener Listener { get; } = new(longest);

    public void Received(ArrivedAudio audio) => Listener.Received(audio);

    public void Played(PlayedAudio audio)
    {
        Listener.Played(audio);
        if (_loud.Task.IsCompleted || audio.Samples.IsEmpty)
        {
            return;
        }

        var sum = 0.0;
        foreach (var sample in audio.Samples)
        {
            sum += (double)sample * sample;
        }

        if (Math.Sqrt(sum / audio.Samples.Length) > LoudFrom)
        {
            _loud.TrySetResult();
        }
    }

    /// <summary>Completes when something is heard from now on.</summary>
    public Task HearsAsync()
    {
        _loud = New();
        return _loud.Task;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
