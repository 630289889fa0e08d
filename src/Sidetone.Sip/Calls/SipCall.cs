using System.Runtime.CompilerServices;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transactions;

namespace Sidetone.Sip.Calls;

/// <summary>A call, dialled or received. Its members may be used by any thread.</summary>
public abstract class SipCall : IAsyncDisposable
{
    // Provisional answers may repeat for hours; a caller needs only the first ones.
    private const int ProgressMax = 256;

    // Guarded by the engine's gate, as all that a call knows.
    private readonly List<CallProgress> _progress = [];
    private readonly TaskCompletionSource<CallProgress> _settled = NewSource<CallProgress>();
    private readonly TaskCompletionSource<CallOver> _over = NewSource<CallOver>();
    private TaskCompletionSource _changed = NewSource();

    private protected SipCall(SipAgent agent)
    {
        Agent = agent;
    }

    /// <summary>Call-ID, which both sides know.</summary>
    public abstract string CallId { get; }

    /// <summary>What has happened so far.</summary>
    public IReadOnlyList<CallProgress> Progress
    {
        get
        {
            lock (Gate)
            {
                return [.. _progress];
            }
        }
    }

    /// <summary>What is agreed on now; null before that.</summary>
    public NegotiatedAudio? Audio { get; private set; }

    /// <summary>Comes with <see cref="CallProgress.Answered"/>, or with a <see cref="CallOver"/> when it never is.</summary>
    public Task<CallProgress> Settled => _settled.Task;

    /// <summary>Comes with the end.</summary>
    public Task<CallOver> Over => _over.Task;

    internal SipAgent Agent { get; }

    internal SipEngine Engine => Agent.Engine;

    internal Lock Gate => Agent.Engine.Gate;

    /// <summary>The tag that names our side of the dialog.</summary>
    internal string LocalTag { get; } = Tokens.New();

    internal bool IsOver => _over.Task.IsCompleted;

    internal bool IsAnswered { get; private set; }

    /// <summary>What has happened and what will, up to the end.</summary>
    public async IAsyncEnumerable<CallProgress> WatchAsync([EnumeratorCancellation] CancellationToken token = default)
    {
        for (var next = 0; ; )
        {
            CallProgress[] fresh;
            Task changed;
            lock (Gate)
            {
                fresh = [.. _progress.Skip(next)];
                changed = _changed.Task;
            }

            next += fresh.Length;
            foreach (var step in fresh)
            {
                yield return step;
            }

            if (fresh.LastOrDefault() is CallOver)
            {
                yield break;
            }

            await changed.WaitAsync(token);
        }
    }

    /// <summary>
    /// Ends the call, whatever its state: BYE, CANCEL or a refusal. Comes back when the other side has taken note, or
    /// does not answer any more.
    /// </summary>
    public async Task<CallOver> HangUpAsync(CancellationToken token = default)
    {
        Task farewell;
        lock (Gate)
        {
            farewell = IsOver ? Task.CompletedTask : Leave();
        }

        await farewell.WaitAsync(token);
        return await Over.WaitAsync(token);
    }

    /// <summary>Hangs up, if the call is not over.</summary>
    public async ValueTask DisposeAsync()
    {
        await HangUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the call; the task comes when nothing of it is left to be said.</summary>
    internal abstract Task Leave();

    /// <summary>A request of the other side within the dialog.</summary>
    internal abstract void Received(ServerTransaction transaction);

    internal abstract void Acknowledged(SipRequest ack);

    internal void Note(CallProgress step)
    {
        if (IsOver)
        {
            return;
        }

        if (_progress.Count < ProgressMax || step is CallOver or CallProgress.Answered)
        {
            _progress.Add(step);
        }

        switch (step)
        {
            case CallProgress.EarlyMedia early:
                Audio = early.Audio;
                break;
            case CallProgress.MediaChanged change:
                Audio = change.Audio;
                break;
            case CallProgress.Answered answered:
                IsAnswered = true;
                Audio = answered.Audio;
                _settled.TrySetResult(step);
                break;
            case CallOver over:
                _settled.TrySetResult(step);
                _over.TrySetResult(over);
                break;
        }

        var changed = _changed;
        _changed = NewSource();
        changed.SetResult();
    }

    private protected static TaskCompletionSource NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
