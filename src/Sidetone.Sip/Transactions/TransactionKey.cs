using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Transactions;

/// <summary>What tells transactions of others apart (RFC 3261 §17.2.3).</summary>
internal readonly record struct TransactionKey(string Branch, string SentBy, string Method)
{
    /// <summary>The transaction a request belongs to: ACK to that of its INVITE.</summary>
    public static TransactionKey Of(SipRequest request) =>
        Of(request, request.Method == SipMethods.Ack ? SipMethods.Invite : request.Method);

    /// <summary>The transaction with a method that a request, such as CANCEL, names.</summary>
    public static TransactionKey Of(SipRequest request, string method)
    {
        var via = request.TopVia!;
        // Without the cookie of RFC 3261 the branch is not enough: an older element's transactions are told apart by
        // the fields that RFC 2543 names. To's tag is left out, because ACK has one that INVITE had not.
        var branch = via.HasUniqueBranch
            ? via.Branch!
            : $"{request.UriText}|{request.From!.Tag}|{request.CallId}|{request.CSeq!.Value.Number}|{via.Branch}";
        return new TransactionKey(branch, via.SentBy.ToUpperInvariant(), method);
    }
}
