using System.Globalization;
using System.Net;
using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Media;
using Sidetone.Sip.Media.Figures;
using Sidetone.Sip.Sdp;
using Sidetone.Tests.Impairments;

namespace Sidetone.Bench.Measures.Media;

/// <summary>What two ends of ours measure of a relay that counts what it does.</summary>
internal static class ImpairedCallsMeasure
{
    private static readonly (string Name, Impairment Forward, Impairment Backward)[] s_rows =
    [
        Both("none", Impairment.None),
        Both("1 %", new Impairment(LossPercent: 1)),
        Both("2 %", new Impairment(LossPercent: 2)),
        Both("5 %", new Impairment(LossPercent: 5)),
        Both("10 %", new Impairment(LossPercent: 10)),
        ("5 % forward only", new Impairment(LossPercent: 5), Impairment.None),
        ("5 % back only", Impairment.None, new Impairment(LossPercent: 5)),
        Both("delay 50", new Impairment(DelayMs: 50)),
        Both("delay 100", new Impairment(DelayMs: 100)),
        Both("delay 200", new Impairment(DelayMs: 200)),
        Both("jitter 0-40 (triangular)", new Impairment(JitterMs: 40)),
        Both("jitter 0-80", new Impairment(JitterMs: 80)),
        Both("3 % bursts of 4", new Impairment(LossPercent: 3, BurstLength: 4)),
        Both("2 % + 80 ms + jitter 0-40", new Impairment(DelayMs: 80, JitterMs: 40, LossPercent: 2)),
    ];

    public static async Task RunAsync(int seconds, int atOnce)
    {
        Console.WriteLine($"Calls of {seconds} s, {atOnce} at once; forward / back; % of packets, ms.");
        Console.WriteLine(
            "| injected | dropped | measured | RR says, fwd | jitter of the relay | jitter measured | RTCP rtt median (n)"
                + " | one-way by correlation | drop-outs heard | late discards |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in s_rows.Index().Chunk(atOnce))
        {
            foreach (var line in await Task.WhenAll(group.Select(row => CallAsync(row.Item, row.Index, seconds))))
            {
                Console.WriteLine(line);
            }
        }
    }

    private static async Task<string> CallAsync(
        (string Name, Impairment Forward, Impairment Backward) row,
        int seed,
        int seconds
    )
    {
        await using var relay = new ImpairedRelay(row.Forward, row.Backward, seed + 100);
        var (nearPort, farPort) = (MediaPort.Open(IPAddress.Loopback), MediaPort.Open(IPAddress.Loopback));
        var (nearEar, farEar) = (Ear(), Ear());
        relay.Connect(nearPort.Rtp, farPort.Rtp);
        await using var near = Start(nearPort, relay.Near, SignalVoice.Customer, nearEar);
        await using var far = Start(farPort, relay.Far, SignalVoice.Agent, farEar);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        await Task.WhenAll(near.StopAsync(TimeSpan.FromSeconds(1)), far.StopAsync(TimeSpan.FromSeconds(1)));

        var clock = near.StartedAt;
        var farFrom = TimeProvider.System.GetElapsedTime(clock, far.StartedAt).TotalSeconds;
        var forward = SignalAnalysis.Of(new SaidSignal(SignalVoice.Customer, 0, seconds - 0.5), farEar.Heard(clock));
        var back = SignalAnalysis.Of(
            new SaidSignal(SignalVoice.Agent, farFrom, farFrom + seconds - 0.5),
            nearEar.Heard(clock)
        );
        var (nearFigures, farFigures) = (near.Statistics(), far.Statistics());
        string[] cells =
        [
            row.Name,
            Pair(Share(relay.Count(true)), Share(relay.Count(false))),
            Pair(Lost(nearFigures, farFigures), Lost(farFigures, nearFigures)),
            Text(nearFigures.FarEnd?.LossPercent),
            Pair(relay.Jitter(true).MeanMs, relay.Jitter(false).MeanMs),
            Pair(farFigures.Received.JitterMeanMs, nearFigures.Received.JitterMeanMs),
            $"{Text(MedianOf(nearFigures.RoundTripsMs))} ({nearFigures.RoundTripsMs.Count})",
            Pair(forward.DelayMs, back.DelayMs),
            Pair(forward.DropOutPercent, back.DropOutPercent),
            $"{farFigures.Heard.LateDiscards} / {nearFigures.Heard.LateDiscards}",
        ];
        return $"| {string.Join(" | ", cells)} |";
    }

    private static (string, Impairment, Impairment) Both(string name, Impairment impairment) =>
        (name, impairment, impairment);

    private static CallListener Ear() => new(TimeSpan.FromMinutes(10));

    private static AudioCallMedia Start(MediaPort port, IPEndPoint to, SignalVoice voice, CallListener ear) =>
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
            ear,
            new MediaSettings { ReportInterval = TimeSpan.FromSeconds(1) }
        );

    private static double Lost(MediaStatistics from, MediaStatistics to) =>
        100.0 * MediaStatistics.LostBetween(from, to) / from.Sent.Packets;

    private static double Share((int Sent, int Dropped) count) => 100.0 * count.Dropped / count.Sent;

    private static double? MedianOf(IReadOnlyList<double> values) =>
        values.Count == 0 ? null : values.Order().ElementAt(values.Count / 2);

    private static string Pair(double? forward, double? back) => $"{Text(forward)} / {Text(back)}";

    private static string Text(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–";
}
