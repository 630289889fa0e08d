using System.Globalization;

namespace Sidetone.Bench.Server;

/// <summary>What a process has taken of the machine, as the kernel counts it (proc(5)).</summary>
/// <param name="CpuSeconds">Seconds of processor time in user and kernel mode; the kernel counts hundredths.</param>
/// <param name="ResidentBytes">Memory it holds now.</param>
/// <param name="PeakBytes">The most memory that it ever held.</param>
internal readonly record struct ProcessFigures(double CpuSeconds, long ResidentBytes, long PeakBytes)
{
    private const double TicksPerSecond = 100;

    public static ProcessFigures Of(int process)
    {
        // The name of the process may hold spaces and parentheses; the numbers follow the last one.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        const int UserTime = 11;
        const int KernelTime = 12;
        var ticks = long.Parse(fields[UserTime], CultureInfo.InvariantCulture);
        ticks += long.Parse(fields[KernelTime], CultureInfo.InvariantCulture);
        var status = File.ReadLines($"/proc/{process}/status").ToArray();
        return new ProcessFigures(ticks / TicksPerSecond, Kilobytes("VmRSS:") * 1024, Kilobytes("VmHWM:") * 1024);

        long Kilobytes(string name) =>
            long.Parse(
                status.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", ""),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture
            );
    }
}
