using Sidetone.Simulation.Media;

namespace Sidetone.Simulation;

/// <summary>A kind of call: its network and what happens in it.</summary>
internal sealed record CallProfile
{
    /// <summary>The name to ask for it by.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Description { get; init; }

    /// <summary>The network.</summary>
    public required NetworkProfile Network { get; init; }

    /// <summary>How long agent and customer are connected.</summary>
    public SecondsRange Connected { get; init; } = new(60, 240);

    /// <summary>How long it rings before.</summary>
    public SecondsRange Ring { get; init; } = new(2, 7);

    /// <summary>Holds, each with its length.</summary>
    public IReadOnlyList<SecondsRange> Holds { get; init; } = [];

    /// <summary>Mutes, each with its length.</summary>
    public IReadOnlyList<SecondsRange> Mutes { get; init; } = [];

    /// <summary>Outages after which the softphone connects anew, with counters from zero.</summary>
    public IReadOnlyList<SecondsRange> Outages { get; init; } = [];

    /// <summary>True when silence sends next to no packets (discontinuous transmission).</summary>
    public bool SuppressesSilence { get; init; }

    /// <summary>True when the agent's microphone gives nothing.</summary>
    public bool DeadMicrophone { get; init; }

    /// <summary>True when the agent changes to another microphone during the call.</summary>
    public bool ChangesDevice { get; init; }

    /// <summary>True when the agent's headset tells what it hears.</summary>
    public bool HeadsetTells { get; init; }

    /// <summary>CPU in use, in per cent.</summary>
    public WanderSettings CpuPercent { get; init; } = new(Usual: 27, Spread: 0.2, SpikeChance: 0.01, SpikeFactor: 0.8);

    /// <summary>How often it occurs in a mixed run, beside the other kinds.</summary>
    public int Weight { get; init; } = 1;
}

/// <summary>Between so and so many seconds.</summary>
internal readonly record struct SecondsRange(double Low, double High)
{
    /// <summary>One length from the range, in milliseconds.</summary>
    public long DrawMs(SeededRandom random) => (long)(random.Between(Low, High) * 1000);
}
