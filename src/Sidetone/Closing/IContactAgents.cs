using System.Data.Common;
using Sidetone.Storage.Log;

namespace Sidetone.Closing;

/// <summary>Knows whose a contact is that a platform told of before it named the agent.</summary>
internal interface IContactAgents
{
    /// <summary>
    /// The agent of a claimed call that has none; null when it stays without, which is then settled: whatever the platform
    /// names later is a fact of this call.
    /// </summary>
    Task<string?> FindAsync(CallClaim claim, CancellationToken cancellation);

    /// <summary>Within a transaction: the claimed call takes the place of its contact's call without an agent.</summary>
    Task AdoptAsync(DbTransaction transaction, CallClaim claim, CancellationToken cancellation);
}
