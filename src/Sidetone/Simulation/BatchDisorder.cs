namespace Sidetone.Simulation;

/// <summary>What goes wrong between page and server, each as a probability from 0 to 1.</summary>
/// <param name="Lost">A batch never arrives.</param>
/// <param name="Repeated">A batch arrives a second time, later.</param>
/// <param name="Late">A batch arrives after ones that were sent after it.</param>
internal sealed record DisorderSettings(double Lost, double Repeated, double Late)
{
    /// <summary>True when anything goes wrong at all.</summary>
    public bool Any => Lost > 0 || Repeated > 0 || Late > 0;
}

/// <summary>Loses, repeats and delays batches, as networks and retries do.</summary>
internal static class BatchDisorder
{
    /// <summary>How many batches overtake a late one, at most.</summary>
    private const int OvertakenByMax = 12;

    /// <summary>The batches as they arrive; what was delayed keeps the instant at which it was sent.</summary>
    public static IEnumerable<TimedBatch> Apply(
        IEnumerable<TimedBatch> sent,
        DisorderSettings settings,
        SeededRandom random
    )
    {
        var delayed = new PriorityQueue<TimedBatch, (long Due, long Number)>();
        var number = 0L;
        foreach (var batch in sent)
        {
            number++;
            if (!random.Chance(settings.Lost))
            {
                var late = random.Chance(settings.Late);
                if (late || random.Chance(settings.Repeated))
                {
                    delayed.Enqueue(batch, (number + 1 + random.Below(OvertakenByMax), number));
                }

                if (!late)
                {
                    yield return batch;
                }
            }

            while (delayed.TryPeek(out var due, out var key) && key.Due <= number)
            {
                delayed.Dequeue();
                yield return due;
            }
        }

        while (delayed.TryDequeue(out var rest, out _))
        {
            yield return rest;
        }
    }
}
