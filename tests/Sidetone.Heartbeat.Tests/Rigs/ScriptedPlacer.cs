using System.Collections.Concurrent;
using Sidetone.Heartbeat.Calls;

namespace Sidetone.Heartbeat.Tests.Rigs;

/// <summary>Places calls into a script: what the world answers is what the test says.</summary>
internal sealed class ScriptedPlacer : ICallPlacer
{
    public static readonly CallRecord Good = new()
    {
        SipStatus = 200,
        AnswerAfterMs = 900,
        SignalCompleted = true,
        EndedBy = CallEnd.Dialler,
        DiallerCallId = "dialler-leg",
        ReceiverCallId = "receiver-leg",
        RoundTripMs = 20,
        ToAgent = new()
        {
            LossPercent = 0,
            DropOutPercent = 0,
            Heard = true,
        },
        ToCustomer = new()
        {
            LossPercent = 0,
            DropOutPercent = 0,
            Heard = true,
        },
    };

    private readonly ConcurrentQueue<CallPlan> _placed = new();

    /// <summary>What a call gives; asked once for each.</summary>
    public Func<CallPlan, CancellationToken, Task<CallRecord>> Answer { get; set; } =
        static (_, _) => Task.FromResult(Good);

    public IReadOnlyList<CallPlan> Placed => [.. _placed];

    public Task<CallRecord> PlaceAsync(CallPlan plan, IProgress<CallProgress> progress, CancellationToken cancellation)
    {
        _placed.Enqueue(plan);
        progress.Report(new CallProgress(CallPhase.Ringing, TimeSpan.FromMilliseconds(10), "180 Ringing"));
        return Answer(plan, cancellation);
    }

    /// <summary>Answers only when the call is hung up.</summary>
    public static async Task<CallRecord> UntilHungUpAsync(CallPlan plan, CancellationToken cancellation)
    {
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(hungUp.SetResult);
        await hungUp.Task;
        return new CallRecord { Trouble = CallTrouble.Cancelled };
    }
}
