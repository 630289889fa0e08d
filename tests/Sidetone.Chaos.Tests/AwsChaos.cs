using Sidetone.Simulation;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Chaos.Tests;

/// <summary>An EventBridge that misbehaves while a server that sends to it is killed, and what must be there at last.</summary>
internal static class AwsChaos
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    // What every EventBridge does on a bad day. The last two leave the sender without an answer to what was taken.
    private static readonly Misbehaviour[] s_badDay =
    [
        Misbehaviour.None,
        Misbehaviour.None,
        Misbehaviour.Throttles,
        Misbehaviour.Fails,
        Misbehaviour.IsUnavailable,
        Misbehaviour.Resets,
        Misbehaviour.ThrottlesSome,
        Misbehaviour.TakesAndResets,
        Misbehaviour.DiesMidAnswer,
    ];

    /// <summary>Waits until a request is on its way there, and to a random point in it.</summary>
    public static async Task UntilSendingAsync(EventBridgeReceiver aws, SeededRandom random, CancellationToken stop)
    {
        for (var step = 0; step < 4; step++)
        {
            aws.Script(s_badDay[random.Below(s_badDay.Length)]);
        }

        // Some answers come while the sender is already dead: everything taken, nothing written down.
        aws.Usual = random.Chance(0.5) ? Misbehaviour.AnswersLate : Misbehaviour.None;
        aws.Late = Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        aws.Arrived = () => arrived.TrySetResult();
        await Task.WhenAny(arrived.Task, Task.Delay(s_patience, TimeProvider.System, stop));
        await Task.Delay(TimeSpan.FromMilliseconds(random.Below(20)), TimeProvider.System, stop);
    }

    /// <summary>Judges what rules of the bus saw; in words, how much that was.</summary>
    public static string Judge(
        EventBridgeReceiver aws,
        IReadOnlySet<string> expected,
        IReadOnlyDictionary<string, string> details,
        List<string> faults
    )
    {
        var taken = aws.Taken.ToArray();
        var ids = taken.Select(entry => entry.StableId).ToHashSet(StringComparer.Ordinal);
        var missing = expected.Where(id => !ids.Contains(id)).ToArray();
        if (missing.Length > 0)
        {
            faults.Add($"{missing.Length} events never came to EventBridge, such as {missing[0]}.");
        }

        var invented = ids.Count(id => !expected.Contains(id));
        if (invented > 0)
        {
            faults.Add($"{invented} events in EventBridge belong to nothing.");
        }

        if (!aws.Lost.IsEmpty)
        {
            faults.Add($"{aws.Lost.Count} events went to a bus that is not there.");
        }

        faults.AddRange(
            taken
                .Where(entry => details.TryGetValue(entry.StableId, out var detail) && detail != entry.Detail)
                .Select(entry => $"{entry.StableId} came to EventBridge as {entry.Detail}.")
        );
        return $", {ids.Count} events in EventBridge ({taken.Length - ids.Count} of them again, under their ids)";
    }

    extension(EventBridgeReceiver aws)
    {
        /// <summary>From now on it does what it should.</summary>
        public void Behave()
        {
            aws.Usual = Misbehaviour.None;
            aws.Late = Task.CompletedTask;
        }
    }
}
