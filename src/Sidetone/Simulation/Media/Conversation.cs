namespace Sidetone.Simulation.Media;

/// <summary>Two people taking turns: who speaks in each frame of 20 ms, and how loud.</summary>
internal sealed class Conversation(SeededRandom random)
{
    /// <summary>A packet carries this much audio, in milliseconds: the usual one of Opus and G.711 in browsers.</summary>
    public const int FrameMs = 20;

    private const double AgentSpeechDb = -24;
    private const double CustomerSpeechDb = -29;
    private const double SpeechSpreadDb = 5;
    private const double RoomNoiseDb = -74;
    private const double TurnMeanMs = 4_200;
    private const double TurnShortestMs = 400;
    private const double PauseMeanMs = 700;

    // Together these keep either side from being silent for 15 s, which would be an insight of its own.
    private const double TurnLongestMs = 5_000;
    private const double PauseLongestMs = 1_400;

    private Turn _turn = Turn.Pause;
    private Turn _after = Turn.Agent;
    private bool _goesOn;
    private double _leftMs;

    private enum Turn
    {
        Pause,
        Agent,
        Customer,
    }

    /// <summary>True while the agent speaks.</summary>
    public bool AgentSpeaks => _turn == Turn.Agent;

    /// <summary>True while the customer speaks.</summary>
    public bool CustomerSpeaks => _turn == Turn.Customer;

    /// <summary>Goes on by one frame.</summary>
    public void NextFrame()
    {
        _leftMs -= FrameMs;
        if (_leftMs > 0)
        {
            return;
        }

        if (_turn == Turn.Pause)
        {
            _turn = _after;
            _leftMs = Math.Min(TurnLongestMs, TurnShortestMs + random.Exponential(TurnMeanMs));
            return;
        }

        // After a pause mostly the other one speaks; sometimes the same goes on, once.
        var other = _turn == Turn.Agent ? Turn.Customer : Turn.Agent;
        _goesOn = !_goesOn && random.Chance(0.25);
        _after = _goesOn ? _turn : other;
        _turn = Turn.Pause;
        _leftMs = Math.Min(PauseLongestMs, random.Exponential(PauseMeanMs));
    }

    /// <summary>The level of the agent's microphone now, linear, 0 to 32767.</summary>
    public int AgentLevel() => Level(AgentSpeaks ? AgentSpeechDb : RoomNoiseDb);

    /// <summary>The level of what the customer's side sends now, linear, 0 to 32767.</summary>
    public int CustomerLevel() => Level(CustomerSpeaks ? CustomerSpeechDb : RoomNoiseDb);

    private int Level(double meanDb)
    {
        var linear = Math.Pow(10, (meanDb + (SpeechSpreadDb * random.Normal())) / 20);
        return (int)Math.Min(32_767, Math.Floor(linear * 32_768));
    }
}
