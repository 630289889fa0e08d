namespace Sidetone.Simulation;

/// <summary>What to simulate.</summary>
internal sealed record WorkforceSettings
{
    /// <summary>How many agents take calls.</summary>
    public required int Agents { get; init; }

    /// <summary>How many calls there are in all.</summary>
    public required int Calls { get; init; }

    /// <summary>Everything random comes from this number.</summary>
    public required long Seed { get; init; }

    /// <summary>When the first calls begin to ring.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The kinds of calls to draw from.</summary>
    public IReadOnlyList<CallProfile> Profiles { get; init; } = CallProfiles.All;

    /// <summary>How long every call is connected; null to leave it to its kind.</summary>
    public TimeSpan? Connected { get; init; }
}

/// <summary>Many agents who take call after call.</summary>
internal static class Workforce
{
    /// <summary>Agents start their shifts within this many seconds, so that calls do not all ring at once.</summary>
    private const double StartSpreadSeconds = 20;

    private const double WrapUpMeanSeconds = 15;

    /// <summary>Who takes which call when, in order of start.</summary>
    public static IReadOnlyList<CallPlan> Plan(WorkforceSettings settings)
    {
        var seed = new SeededRandom(unchecked((ulong)settings.Seed));
        var roster = seed.Fork("agents");
        var calls = seed.Fork("calls");
        var free = new PriorityQueue<SimulatedAgent, (DateTimeOffset At, int Number)>();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < settings.Agents; number++)
        {
            var agent = SimulatedAgent.Number(number, roster);
            numbers.Add(agent.Username, number);
            var starts = roster.Fork(number).Fork("start").Between(0, settings.Agents == 1 ? 0 : StartSpreadSeconds);
            free.Enqueue(agent, (settings.Start.AddSeconds(starts), number));
        }

        var plans = new List<CallPlan>(settings.Calls);
        for (var call = 0; call < settings.Calls; call++)
        {
            free.TryDequeue(out var agent, out var from);
            var random = calls.Fork(call);
            var plan = PlanOf(settings, agent!, from.At, random);
            plans.Add(plan);
            var again = plan.LatestEnd + TimeSpan.FromSeconds(random.Fork("wrap-up").Exponential(WrapUpMeanSeconds));
            free.Enqueue(agent!, (again, numbers[agent!.Username]));
        }

        // The first call rings at the start exactly: giving that instant again repeats the run.
        var early = plans[0].Start - settings.Start;
        return [.. plans.Select(plan => plan with { Start = plan.Start - early })];
    }

    /// <summary>The batches of many calls, in the order in which they would be sent.</summary>
    /// <param name="plans">The calls, in order of start.</param>
    public static IEnumerable<TimedBatch> Play(IReadOnlyList<CallPlan> plans)
    {
        // Only calls that have begun are held: a long run needs no more memory than the calls that run side by side.
        var running = new PriorityQueue<IEnumerator<TimedBatch>, (DateTimeOffset At, int Call)>();
        var begun = 0;
        while (begun < plans.Count || running.Count > 0)
        {
            while (begun < plans.Count && (!running.TryPeek(out _, out var next) || plans[begun].Start <= next.At))
            {
                Enqueue(running, new SimulatedCall(plans[begun]).Play().GetEnumerator(), begun);
                begun++;
            }

            running.TryDequeue(out var batches, out var key);
            yield return batches!.Current;
            Enqueue(running, batches, key.Call);
        }
    }

    private static CallPlan PlanOf(
        WorkforceSettings settings,
        SimulatedAgent agent,
        DateTimeOffset start,
        SeededRandom random
    )
    {
        var profile = CallProfiles.Draw(settings.Profiles, random.Fork("profile"));
        var connected = TimeSpan.FromMilliseconds(profile.Connected.DrawMs(random.Fork("length")));
        return new CallPlan
        {
            Agent = agent,
            Profile = profile,
            Start = start,
            Connected = settings.Connected ?? connected,
            Random = random,
        };
    }

    private static void Enqueue(
        PriorityQueue<IEnumerator<TimedBatch>, (DateTimeOffset At, int Call)> running,
        IEnumerator<TimedBatch> batches,
        int call
    )
    {
        if (batches.MoveNext())
        {
            running.Enqueue(batches, (batches.Current.At, call));
        }
        else
        {
            batches.Dispose();
        }
    }
}
