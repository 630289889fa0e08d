using Sidetone.Sip.Agents;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transactions;

namespace Sidetone.Sip.Calls;

/// <summary>
/// Our 2xx to an INVITE, sent again until its ACK comes, over every transport, because it goes from end to end
/// (RFC 3261 §13.3.1.4). Used under the agent's gate only.
/// </summary>
internal sealed class AcceptedInvite
{
    private readonly SipEngine _engine;
    private readonly ServerTransaction _transaction;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly GatedClock.SipTimer _again;
    private readonly GatedClock.SipTimer _end;
    private TimeSpan _interval;

    public AcceptedInvite(SipEngine engine, ServerTransaction transaction, SipResponse answer, Action unheard)
    {
        _engine = engine;
        _transaction = transaction;
        _bytes = answer.ToBytes();
        _again = engine.Clock.Timer(SendOnceMore);
        _end = engine.Clock.Timer(() =>
        {
            Stop();
            unheard();
        });
        _interval = engine.Options.Timers.T1;
        transaction.Respond(answer);
        _again.Start(_interval);
        _end.Start(engine.Options.Timers.SixtyFour);
    }

    public uint Sequence => _transaction.Request.CSeq!.Value.Number;

    /// <summary>Whether ACK has not come yet.</summary>
    public bool IsOpen { get; private set; } = true;

    public void Stop()
    {
        IsOpen = false;
        _again.Stop();
        _end.Stop();
    }

    private void SendOnceMore()
    {
        _interval = _engine.Options.Timers.Doubled(_interval);
        _again.Start(_interval);
        _engine.Counters.Retransmitted();
        _engine.TrySend(_bytes, _transaction.AnswerTo);
    }
}
