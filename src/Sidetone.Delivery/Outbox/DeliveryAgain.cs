using Sidetone.Storage;

namespace Sidetone.Delivery.Outbox;

/// <summary>What changes in a delivery that is to be sent again, whatever its state.</summary>
internal static class DeliveryAgain
{
    /// <summary>
    /// The assignments of an <c>UPDATE</c>. The token makes a running send's answer void; the edition is never the
    /// same twice, not even within one millisecond.
    /// </summary>
    public static string Assignments(Dialect dialect) =>
        $"""
            state = 0, attempts = 0, due_at = {dialect.NowMs}, last_error = NULL,
            claim_owner = NULL, claim_token = outbox_delivery.claim_token + 1,
            edition = CASE WHEN outbox_delivery.edition >= {dialect.NowMs}
                THEN outbox_delivery.edition + 1 ELSE {dialect.NowMs} END
            """;
}
