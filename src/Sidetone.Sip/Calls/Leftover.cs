using Sidetone.Sip.Agents;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transactions;

namespace Sidetone.Sip.Calls;

/// <summary>The dialog of an answer that does not count: nobody hears of it, it is only hung up.</summary>
internal sealed class Leftover(SipAgent agent, string callId) : SipCall(agent)
{
    public override string CallId { get; } = callId;

    internal override Task Leave() => Task.CompletedTask;

    internal override void Received(ServerTransaction transaction) => transaction.Respond(481);

    internal override void Acknowledged(SipRequest ack) { }
}
