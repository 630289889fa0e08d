namespace Sidetone.Telemetry.Tests.Cases;

/// <summary>
/// The statistics of a call as they come from a browser: levels and jitter that walk at random, Opus packets of varying
/// size, losses in bursts, the far end's report every five seconds and held in between, timers that are late by some
/// milliseconds.
/// </summary>
internal static class BelievableCall
{
    public const long Start = 1_790_000_000_000;
    private const int PacketsPerSecond = 50;
    private const int SamplesPerSecond = 48_000;
    private const int ReportEverySeconds = 5;

    /// <summary>The tracks of so many seconds, all in batch 0, or ten seconds in each batch.</summary>
    public static IReadOnlyList<Track> Tracks(int seed, int seconds, bool inTens = false, bool withMachine = true)
    {
        var random = new Random(seed);
        var inbound = new Track(new TrackKey("", TrackKind.Inbound, 3_141_592_653), seconds);
        var outbound = new Track(new TrackKey("", TrackKind.Outbound, 2_718_281_828), seconds);
        var transport = new Track(new TrackKey("", TrackKind.Transport, 0), seconds);
        var machine = new Track(new TrackKey("", TrackKind.Machine, 0), seconds);
        var far = new long[5];
        for (var second = 0; second < seconds; second++)
        {
            var sequence = inTens ? second / 10 : 0;
            var time = Start + (second * 1_000L) + random.Next(0, 6);
            AddInbound(inbound, random, sequence, time);
            AddOutbound(outbound, random, sequence, time, far);
            AddRest(withMachine ? [transport, machine] : [], random, sequence, time);
        }

        return withMachine ? [inbound, outbound, transport, machine] : [inbound, outbound];
    }

    /// <summary>The session of such a call, ten seconds in each batch.</summary>
    public static IReadOnlyList<Session> Sessions(int seed, int seconds, bool withMachine = true)
    {
        var random = new Random(seed);
        var sender = new Sender
        {
            Address = "203.0.113.9",
            Isp = "An ISP",
            City = "Utrecht",
            Country = "NL",
        };
        return
        [
            new Session
            {
                Id = "0190a3f2c1d47e6c8f20",
                Batches =
                [
                    .. Enumerable
                        .Range(0, (seconds + 9) / 10)
                        .Select(batch => new SessionBatch(
                            batch,
                            random.NextInt64(),
                            -250,
                            batch == 0
                                ? new Facts
                                {
                                    QueueName = "support",
                                    Direction = "Inbound",
                                    CallerId = "+31301234567",
                                }
                                : null,
                            sender
                        )),
                ],
                Tracks = Tracks(seed, seconds, inTens: true, withMachine),
                Happenings =
                [
                    new SessionHappening(0, new Happening { At = Start, Type = HappeningType.Connected }),
                    new SessionHappening(
                        (seconds - 1) / 10,
                        new Happening { At = Start + (seconds * 1_000L), Type = HappeningType.Ended }
                    ),
                ],
            },
        ];
    }

    private static void AddInbound(Track track, Random random, long sequence, long time)
    {
        var row = track.Add(sequence, time);
        var lost = random.Next(60) == 0 ? random.Next(1, 12) : 0;
        var packets = PacketsPerSecond + random.Next(-1, 2) - lost;
        var concealed = lost == 0 ? 0 : (lost * 960) + random.Next(-200, 200);
        var emitted = SamplesPerSecond + random.Next(-480, 481);
        Step(track, row, Inbound.PacketsReceived, packets);
        Step(track, row, Inbound.PacketsLost, lost);
        Step(track, row, Inbound.BytesReceived, packets * random.Next(60, 110));
        track[row, Inbound.Jitter] = Walk(track, row, Inbound.Jitter, random, 1_500, 0, 60_000);
        track[row, Inbound.AudioLevel] = Level(random);
        Step(track, row, Inbound.ConcealedSamples, concealed);
        Step(track, row, Inbound.SilentConcealedSamples, lost > 8 ? 480 : 0);
        Step(track, row, Inbound.TotalSamplesReceived, emitted + concealed);
        Step(track, row, Inbound.JitterBufferDelay, emitted * random.NextInt64(38_000, 46_000));
        Step(track, row, Inbound.JitterBufferEmittedCount, emitted);
        Step(track, row, Inbound.PacketsDiscarded, random.Next(200) == 0 ? 1 : 0);
    }

    private static void AddOutbound(Track track, Random random, long sequence, long time, long[] far)
    {
        var row = track.Add(sequence, time);
        var packets = PacketsPerSecond + random.Next(-1, 2);
        Step(track, row, Outbound.PacketsSent, packets);
        Step(track, row, Outbound.BytesSent, packets * random.Next(60, 110));
        track[row, Outbound.AudioLevel] = Level(random);
        if (row % ReportEverySeconds == ReportEverySeconds - 1)
        {
            far[0] += random.Next(20) == 0 ? random.Next(1, 6) : 0;
            far[1] = random.Next(0, 400) * 1_000_000L / SamplesPerSecond;
            far[2] = random.Next(40_000, 70_000);
            far[3] += far[2];
            far[4]++;
        }

        for (var column = 0; row >= ReportEverySeconds - 1 && column < far.Length; column++)
        {
            track[row, Outbound.PacketsLost + column] = far[column];
        }
    }

    private static void AddRest(Track[] tracks, Random random, long sequence, long time)
    {
        if (tracks is [var transport, var machine])
        {
            var row = transport.Add(sequence, time);
            transport[row, Transport.CurrentRoundTripTime] =
                row % 3 == 0 ? random.Next(30, 60) * 1_000 : transport[row - 1, Transport.CurrentRoundTripTime];
            transport[row, Transport.SelectedCandidatePairChanges] = 1;
            machine.Add(sequence, time);
            machine[row, Machine.CpuUtilization] = Walk(machine, row, Machine.CpuUtilization, random, 300, 100, 10_000);
            machine[row, Machine.MemoryUtilization] = Walk(
                machine,
                row,
                Machine.MemoryUtilization,
                random,
                20,
                5_000,
                9_900
            );
        }
    }

    private static void Step(Track track, int row, int column, long step) =>
        track[row, column] = (row == 0 ? 0 : track[row - 1, column]) + step;

    private static long Walk(Track track, int row, int column, Random random, int step, long min, long max)
    {
        var from = row == 0 ? (min + max) / 10 : track[row - 1, column];
        return Math.Clamp(from + random.Next(-step, step + 1), min, max);
    }

    // Half of the time nobody speaks into this microphone.
    private static long Level(Random random) => random.Next(2) == 0 ? random.Next(0, 60) : random.Next(500, 9_000);
}
