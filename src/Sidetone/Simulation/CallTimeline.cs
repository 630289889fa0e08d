using Sidetone.Telemetry;

namespace Sidetone.Simulation;

/// <summary>What interrupts media in a call.</summary>
internal enum InterruptionKind
{
    Hold,
    Mute,
    Outage,
}

/// <summary>A stretch of a call in which media is not as usual.</summary>
/// <param name="Kind">Why.</param>
/// <param name="From">Its first instant, in milliseconds since the Unix epoch.</param>
/// <param name="To">The first instant after it.</param>
internal sealed record Interruption(InterruptionKind Kind, long From, long To);

/// <summary>When a call rings, connects, is held, breaks and ends: laid out before it runs, so that everything agrees with it.</summary>
internal sealed class CallTimeline
{
    /// <summary>How much of the connected time interruptions may take at most.</summary>
    private const double InterruptedShareMax = 0.8;

    private CallTimeline(long connecting, long connected, long ended, IReadOnlyList<Interruption> interruptions)
    {
        Connecting = connecting;
        Connected = connected;
        Ended = ended;
        Interruptions = interruptions;
    }

    /// <summary>When it begins to ring, in milliseconds since the Unix epoch.</summary>
    public long Connecting { get; }

    /// <summary>When agent and customer are connected.</summary>
    public long Connected { get; }

    /// <summary>When it is over.</summary>
    public long Ended { get; }

    /// <summary>What interrupts it, in order, without overlaps.</summary>
    public IReadOnlyList<Interruption> Interruptions { get; }

    /// <summary>Lays out a call that begins to ring at an instant and is connected for a time.</summary>
    public static CallTimeline Plan(CallProfile profile, long connecting, long connectedMs, SeededRandom random)
    {
        var connected = connecting + profile.Ring.DrawMs(random);
        var wanted = profile
            .Holds.Select(range => (Kind: InterruptionKind.Hold, Ms: range.DrawMs(random)))
            .Concat(profile.Mutes.Select(range => (Kind: InterruptionKind.Mute, Ms: range.DrawMs(random))))
            .Concat(profile.Outages.Select(range => (Kind: InterruptionKind.Outage, Ms: range.DrawMs(random))))
            .ToArray();
        return new CallTimeline(
            connecting,
            connected,
            connected + connectedMs,
            Spread(wanted, connected, connectedMs, random)
        );
    }

    /// <summary>What interrupts the call at an instant; null when nothing does.</summary>
    public Interruption? At(long time)
    {
        foreach (var interruption in Interruptions)
        {
            if (time >= interruption.From && time < interruption.To)
            {
                return interruption;
            }
        }

        return null;
    }

    /// <summary>How many outages were over by an instant: the number of the connection that then carries media.</summary>
    public int ConnectionsBefore(long time) =>
        Interruptions.Count(interruption => interruption.Kind == InterruptionKind.Outage && interruption.To <= time);

    /// <summary>Happenings of one stretch: its begin and its end.</summary>
    public static IEnumerable<Happening> HappeningsOf(Interruption interruption, string before, string after) =>
        interruption.Kind switch
        {
            InterruptionKind.Hold =>
            [
                new Happening { At = interruption.From, Type = HappeningType.Hold },
                new Happening { At = interruption.To, Type = HappeningType.Resume },
            ],
            InterruptionKind.Mute =>
            [
                new Happening { At = interruption.From, Type = HappeningType.Mute },
                new Happening { At = interruption.To, Type = HappeningType.Unmute },
            ],
            _ => [IceState(interruption.From, before, "disconnected"), IceState(interruption.To, after, "connected")],
        };

    private static Happening IceState(long at, string connection, string state) =>
        new()
        {
            At = at,
            Type = HappeningType.IceState,
            Connection = connection,
            Value = state,
        };

    /// <summary>Puts stretches in random order with random gaps between, into the connected time.</summary>
    private static Interruption[] Spread(
        (InterruptionKind Kind, long Ms)[] wanted,
        long connected,
        long connectedMs,
        SeededRandom random
    )
    {
        if (wanted.Length == 0)
        {
            return [];
        }

        var total = wanted.Sum(stretch => stretch.Ms);
        var scale = Math.Min(1, InterruptedShareMax * connectedMs / total);
        var order = wanted.OrderBy(_ => random.NextBits()).ToArray();
        var weights = Enumerable.Range(0, order.Length + 1).Select(_ => random.Between(0.5, 1.5)).ToArray();
        var free = connectedMs - (total * scale);

        var spread = new Interruption[order.Length];
        var at = (double)connected;
        for (var i = 0; i < order.Length; i++)
        {
            at += free * weights[i] / weights.Sum();
            var end = at + (order[i].Ms * scale);
            spread[i] = new Interruption(order[i].Kind, (long)at, (long)end);
            at = end;
        }

        return spread;
    }
}
