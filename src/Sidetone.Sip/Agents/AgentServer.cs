using Sidetone.Sip.Calls;
using Sidetone.Sip.Dialogs;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transactions;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Agents;

/// <summary>Takes requests of others, in the order of RFC 3261 §8.2.</summary>
internal sealed class AgentServer(SipAgent agent) : IServerUser
{
    public void Received(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (Unsupported(request) is { Count: > 0 } unsupported)
        {
            var answer = SipResponse.Answering(request, 420, TransactionLayer.StatelessTag(request));
            answer.Headers.Add(HeaderNames.Unsupported, string.Join(", ", unsupported));
            transaction.Respond(answer);
        }
        else if (request.To!.Tag is not null)
        {
            InDialog(transaction);
        }
        else if (transaction.IsInvite)
        {
            Invite(transaction);
        }
        else
        {
            agent.AnswerOutside(transaction);
        }
    }

    public void Cancelled(ServerTransaction invite) => agent.Find(invite)?.Withdrawn();

    public void Acknowledged(SipRequest ack, SipPeer from) => agent.Find(ack)?.Acknowledged(ack);

    private void InDialog(ServerTransaction transaction)
    {
        if (agent.Find(transaction.Request) is { } call)
        {
            call.Received(transaction);
        }
        else if (transaction.Request.Method == SipMethods.Options)
        {
            agent.AnswerOutside(transaction);
        }
        else
        {
            transaction.Respond(481);
        }
    }

    private void Invite(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (agent.Engine.Transactions.IsMerged(transaction))
        {
            transaction.Respond(482);
        }
        else if (request.ContactUri is null)
        {
            transaction.Respond(400, reason: "Bad Contact");
        }
        else if (request.Body.Length > 0 && !request.HasSdp)
        {
            var answer = SipResponse.Answering(request, 415, TransactionLayer.StatelessTag(request));
            answer.Headers.Add(HeaderNames.Accept, "application/sdp");
            transaction.Respond(answer);
        }
        else if (SessionInterval.IsTooSmall(request))
        {
            transaction.Respond(CallAnswers.TooSmall(request));
        }
        else
        {
            Take(transaction);
        }
    }

    private void Take(ServerTransaction transaction)
    {
        SessionDescription? offer;
        try
        {
            offer = transaction.Request.HasSdp ? SdpParser.Parse(transaction.Request.Body) : null;
        }
        catch (SdpException fault)
        {
            transaction.Respond(CallAnswers.BadDescription(transaction.Request, fault));
            return;
        }

        if (!agent.TryTake(transaction, offer))
        {
            agent.Counters.RefusedOne();
            var answer = SipResponse.Answering(transaction.Request, 503, Tokens.New());
            answer.Headers.Add(HeaderNames.RetryAfter, "10");
            transaction.Respond(answer);
        }
    }

    /// <summary>Extensions that the request insists on and we do not have (RFC 3261 §8.2.2.3).</summary>
    private static List<string> Unsupported(SipRequest request) =>
        [
            .. request
                .Headers.List(HeaderNames.Require)
                .Where(static option => !option.Equals("timer", StringComparison.OrdinalIgnoreCase)),
        ];
}
