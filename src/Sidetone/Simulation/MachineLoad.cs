using Sidetone.Simulation.Media;
using Sidetone.Telemetry;

namespace Sidetone.Simulation;

/// <summary>The load of an agent's computer, second by second.</summary>
internal sealed class MachineLoad(WanderSettings cpuPercent, double memoryPercent, SeededRandom random)
{
    private const int Full = 10_000;

    private readonly Wander _cpu = new(cpuPercent, random.Fork("cpu"));
    private readonly Wander _memory = new(new WanderSettings(memoryPercent, Spread: 0.01), random.Fork("memory"));

    /// <summary>Writes the load of the second that ends now.</summary>
    public void Write(Track track, long sequence, long time)
    {
        var row = track.Add(sequence, time);
        track[row, Machine.CpuUtilization] = Hundredths(_cpu.NextSecond());
        track[row, Machine.MemoryUtilization] = Hundredths(_memory.NextSecond());
    }

    private static long Hundredths(double percent) => Math.Clamp((long)(percent * 100), 0, Full);
}
