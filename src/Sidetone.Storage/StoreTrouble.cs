using System.Data.Common;

namespace Sidetone.Storage;

/// <summary>Tells a store that will be back from a mistake in this program.</summary>
public static class StoreTrouble
{
    /// <summary>True when the same call is expected to work later.</summary>
    public static bool Passes(Exception exception) =>
        exception is StoreBusyException or StoreFullException or DbException { IsTransient: true };
}
