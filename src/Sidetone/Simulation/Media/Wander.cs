namespace Sidetone.Simulation.Media;

/// <summary>How a positive quantity wanders from second to second.</summary>
/// <param name="Usual">The value it returns to.</param>
/// <param name="Spread">Its deviation on a logarithmic scale: 0.3 is about ±30 %.</param>
/// <param name="SpikeChance">Probability of a sudden spike, per second.</param>
/// <param name="SpikeFactor">How many times the usual value a spike adds; it fades over some seconds.</param>
internal sealed record WanderSettings(double Usual, double Spread, double SpikeChance = 0, double SpikeFactor = 0);

/// <summary>A value that drifts around its usual one and spikes now and then, as delays on real paths do.</summary>
internal sealed class Wander(WanderSettings settings, SeededRandom random)
{
    /// <summary>How much of the distance to the usual value remains after a second.</summary>
    private const double Memory = 0.85;

    /// <summary>How much of a spike remains after a second.</summary>
    private const double SpikeMemory = 0.6;

    private double _drift;
    private double _spike;

    /// <summary>The current value.</summary>
    public double Value { get; private set; } = settings.Usual;

    /// <summary>Lets a second pass and returns the new value.</summary>
    public double NextSecond()
    {
        // The noise is scaled so that the drift keeps the deviation that was asked for.
        _drift = (Memory * _drift) + (settings.Spread * Math.Sqrt(1 - (Memory * Memory)) * random.Normal());
        _spike *= SpikeMemory;
        if (random.Chance(settings.SpikeChance))
        {
            _spike += settings.Usual * settings.SpikeFactor * random.Between(0.5, 1.5);
        }

        Value = (settings.Usual * Math.Exp(_drift)) + _spike;
        return Value;
    }
}
