namespace Sidetone.Heartbeat.Signals;

/// <summary>
/// What one side of a test call says, a pure function of who speaks and the position: periods of 2 s, repeated after five.
/// </summary>
/// <remarks>
/// <code>
///   0            0.25  0.3                                        1.9     2.0 s
///   ├── chirp ────┤····├── speech-like ─────────────────────────────┤········┤
///       delay      50 ms    drop-outs and level                      100 ms: noise
/// </code>
/// </remarks>
public sealed class TestSignal
{
    /// <summary>Samples in a second.</summary>
    public const int SampleRate = 8_000;

    /// <summary>Samples from one chirp to the next: 2 s. Delays are told apart up to that.</summary>
    public const int PeriodSamples = 2 * SampleRate;

    /// <summary>Where speech begins in a period.</summary>
    public const int SpeechStart = 2_400;

    /// <summary>Where it ends, and 100 ms of silence begin.</summary>
    public const int SpeechEnd = 15_200;

    private const int Periods = 5;

    private static readonly TestSignal s_customer = new(SignalVoice.Customer);
    private static readonly TestSignal s_agent = new(SignalVoice.Agent);

    private readonly short[] _loop = new short[Periods * PeriodSamples];
    private readonly short[] _chirp;

    private TestSignal(SignalVoice voice)
    {
        Voice = voice;
        _chirp = Signals.Chirp.Of(voice);
        for (var period = 0; period < Periods; period++)
        {
            var samples = _loop.AsSpan(period * PeriodSamples, PeriodSamples);
            _chirp.CopyTo(samples);
            SpeechLike.Fill(samples[SpeechStart..SpeechEnd], voice, period);
        }
    }

    /// <summary>Who speaks.</summary>
    public SignalVoice Voice { get; }

    /// <summary>The samples of its chirp.</summary>
    public ReadOnlySpan<short> Chirp => _chirp;

    /// <summary>The signal of a voice.</summary>
    public static TestSignal Of(SignalVoice voice) => voice == SignalVoice.Customer ? s_customer : s_agent;

    /// <summary>Copies samples.</summary>
    /// <param name="position">of the first; below 0 is silence</param>
    /// <param name="samples">filled whole</param>
    public void Read(long position, Span<short> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = position + i < 0 ? (short)0 : _loop[(position + i) % _loop.Length];
        }
    }
}
