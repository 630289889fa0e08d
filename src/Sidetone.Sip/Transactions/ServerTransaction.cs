using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Transactions;

/// <summary>
/// A request of another side and our answers (RFC 3261 §17.2, RFC 6026 §7.1). Used under the agent's gate only.
/// </summary>
internal sealed class ServerTransaction
{
    private readonly TransactionLayer _layer;
    private readonly GatedClock.SipTimer _again;
    private readonly GatedClock.SipTimer _end;
    private ReadOnlyMemory<byte> _last;
    private TimeSpan _interval;
    private State _state = State.Proceeding;

    public ServerTransaction(TransactionLayer layer, SipRequest request, SipPeer source, SipPeer answerTo)
    {
        _layer = layer;
        Request = request;
        Source = source;
        AnswerTo = answerTo;
        _again = layer.Clock.Timer(SendOnceMore);
        _end = layer.Clock.Timer(End);
    }

    private enum State
    {
        Proceeding,
        Completed,
        Confirmed,
        Accepted,
    }

    public SipRequest Request { get; }

    /// <summary>Where the request came from.</summary>
    public SipPeer Source { get; }

    public bool IsInvite => Request.Method == SipMethods.Invite;

    /// <summary>Whether a final answer is still to be given.</summary>
    public bool IsOpen => _state == State.Proceeding;

    internal SipPeer AnswerTo { get; }

    /// <summary>Sends an answer. After a final one every other is left out.</summary>
    public void Respond(SipResponse response)
    {
        if (!IsOpen)
        {
            return;
        }

        _last = response.ToBytes();
        if (!response.IsProvisional)
        {
            Complete(response);
        }

        _layer.Wire.TrySend(_last, AnswerTo);
    }

    /// <summary>Answers with a status alone.</summary>
    public void Respond(int status, string? toTag = null, string? reason = null) =>
        Respond(SipResponse.Answering(Request, status, toTag ?? TransactionLayer.StatelessTag(Request), reason));

    /// <summary>The request came again.</summary>
    public void ReceiveAgain()
    {
        // An accepted INVITE is answered again by whoever accepted it (RFC 6026 §7.1).
        if (!_last.IsEmpty && _state is State.Proceeding or State.Completed)
        {
            _layer.Counters.Retransmitted();
            _layer.Wire.TrySend(_last, AnswerTo);
        }
    }

    /// <summary>ACK of an answer of 300 and above.</summary>
    public void Acknowledge()
    {
        if (!IsInvite || _state != State.Completed)
        {
            return;
        }

        _state = State.Confirmed;
        _again.Stop();
        EndAfter(_layer.Timers.T4);
    }

    public void End()
    {
        _again.Stop();
        _end.Stop();
        _layer.Remove(this);
    }

    private void Complete(SipResponse response)
    {
        if (IsInvite && response.IsSuccess)
        {
            _state = State.Accepted;
            _end.Start(_layer.Timers.SixtyFour);
            return;
        }

        _state = State.Completed;
        if (!IsInvite)
        {
            EndAfter(_layer.Timers.SixtyFour);
            return;
        }

        _end.Start(_layer.Timers.SixtyFour);
        if (!AnswerTo.IsReliable)
        {
            _interval = _layer.Timers.T1;
            _again.Start(_interval);
        }
    }

    private void EndAfter(TimeSpan time)
    {
        if (AnswerTo.IsReliable)
        {
            End();
        }
        else
        {
            _end.Start(time);
        }
    }

    private void SendOnceMore()
    {
        _interval = _layer.Timers.Doubled(_interval);
        _again.Start(_interval);
        _layer.Counters.Retransmitted();
        _layer.Wire.TrySend(_last, AnswerTo);
    }
}
