using Sidetone.Bench.Load;
using Sidetone.Bench.Server;

namespace Sidetone.Bench.Measures;

/// <summary>How soon a server is ready, and the memory it holds when nothing happens: before any load and after some.</summary>
internal static class IdleMeasure
{
    private const int Connections = 64;

    public static async Task RunAsync(BenchSettings settings, int starts, int seconds, int burst)
    {
        var times = new double[starts];
        for (var i = 0; i < starts; i++)
        {
            await using var one = await BenchServer.StartAsync(settings, "start");
            times[i] = one.StartUp.TotalMilliseconds;
        }

        Console.WriteLine(
            $"start: ready after {IntakeMeasure.Median(times):N0} ms, at worst {times.Max():N0} ms, of {starts} starts"
        );
        await using var server = await BenchServer.StartAsync(settings, "idle");
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var fresh = server.Figures;
        var templates = TemplateCall.Simulate(16, 30);
        var requests = Requests.PerConnection(
            templates,
            server.Keys.Ingest,
            false,
            Connections,
            burst / Connections,
            1
        );
        await LoadConnection.SendAllAsync(server.Address, requests);
        var loaded = server.Figures;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var after = server.Figures;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var idleCpu = (server.Figures.CpuSeconds - after.CpuSeconds) / seconds;
        Console.WriteLine(
            $"idle: {Megabytes(fresh.ResidentBytes):N0} MB resident after start and {seconds} s; after {burst:N0} batches "
                + $"{Megabytes(loaded.ResidentBytes):N0} MB (peak {Megabytes(loaded.PeakBytes):N0}), {seconds} s later "
                + $"{Megabytes(after.ResidentBytes):N0} MB; {idleCpu * 1000:N1} ms CPU a second while idle"
        );
    }

    private static double Megabytes(long bytes) => bytes / 1e6;
}
