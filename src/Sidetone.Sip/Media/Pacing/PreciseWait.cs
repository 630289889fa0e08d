using System.Runtime.InteropServices;

namespace Sidetone.Sip.Media.Pacing;

/// <summary>
/// Waits for parts of a millisecond. .NET's waits count whole ones, and <c>Thread.Sleep</c> of less spins a core; on Linux
/// the system's own sleep comes some 0.06 ms late. Elsewhere a wait lasts one millisecond at least.
/// </summary>
internal static class PreciseWait
{
    private static readonly bool s_isLinux = OperatingSystem.IsLinux();

    public static void For(TimeSpan duration)
    {
        if (s_isLinux)
        {
            var time = new Timespec(
                (nint)(duration.Ticks / TimeSpan.TicksPerSecond),
                (nint)(duration.Ticks % TimeSpan.TicksPerSecond * 100)
            );

            // Woken early by a signal: the caller looks at the clock anyway.
            _ = NanoSleep(in time, 0);
        }
        else
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor(duration.TotalMilliseconds))));
        }
    }

    [DllImport("libc", EntryPoint = "nanosleep", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in Timespec duration, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(nint Seconds, nint Nanoseconds);
}
