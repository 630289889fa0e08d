using System.Diagnostics;
using System.Net;
using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Media;
using Sidetone.Sip.Sdp;

namespace Sidetone.Bench.Measures.Media;

/// <summary>Many calls at the same time: how late their packets leave, and the jitter that this alone makes.</summary>
internal static class ManyCallsMeasure
{
    public static async Task RunAsync(int calls, int seconds)
    {
        var ends = new List<AudioCallMedia>();
        for (var i = 0; i < calls; i++)
        {
            var (near, far) = (MediaPort.Open(IPAddress.Loopback), MediaPort.Open(IPAddress.Loopback));
            var (nearRtp, farRtp) = (near.Rtp, far.Rtp);
            ends.Add(Start(near, farRtp, SignalVoice.Customer));
            ends.Add(Start(far, nearRtp, SignalVoice.Agent));
        }

        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var before = ends.Sum(end => end.Statistics().Sent.Packets);
        var statisticsBytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        var used = (Environment.CpuUsage.TotalTime - processor) / clock.Elapsed;
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var packets = ends.Sum(end => end.Statistics().Sent.Packets) - before;
        await Task.WhenAll(ends.Select(end => end.StopAsync(TimeSpan.FromSeconds(0.5))));

        var figures = ends.Select(end => end.Statistics()).ToList();
        var pacing = figures.Select(figure => figure.Sent.Pacing).ToList();
        var jitter = figures.Select(figure => figure.Received.JitterMeanMs).Order().ToList();
        Console.WriteLine();
        Console.WriteLine($"{calls} calls at once for {seconds} s, both ends of each in this process.");
        Console.WriteLine(
            $"late to send: median {pacing.Select(p => p.MedianMs).Order().ElementAt(pacing.Count / 2):0.00} ms,"
                + $" p99 {pacing.Select(p => p.P99Ms).Order().ElementAt(pacing.Count / 2):0.00} (worst end {pacing.Max(p => p.P99Ms):0.00}),"
                + $" longest {pacing.Max(p => p.MaxMs):0.00}"
        );
        Console.WriteLine(
            $"jitter measured on loopback: median end {jitter[jitter.Count / 2]:0.00} ms, worst end {jitter[^1]:0.00}"
        );
        Console.WriteLine(
            $"lost {figures.Sum(figure => figure.Received.Missing)} of {figures.Sum(figure => figure.Sent.Packets)} packets,"
                + $" late discards {figures.Sum(figure => figure.Heard.LateDiscards)}"
        );
        Console.WriteLine(
            $"{used:0.00} of a core for {2 * calls} ends; {(double)bytes / packets:0.0} bytes allocated a packet"
                + $" (a copy of all statistics: {statisticsBytes / ends.Count} bytes an end)"
        );
    }

    private static AudioCallMedia Start(MediaPort port, IPEndPoint to, SignalVoice voice) =>
        AudioCallMedia.Start(
            port,
            new NegotiatedAudio(
                to,
                new IPEndPoint(to.Address, to.Port + 1),
                AudioCodec.Pcmu,
                0,
                101,
                20,
                Sends: true,
                Receives: true
            ),
            new TestSignalSource(voice),
            Silence.Instance
        );
}
