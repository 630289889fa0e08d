namespace Sidetone.Delivery.EventBridge;

/// <summary>Divides entries into requests that EventBridge takes: few enough entries, few enough bytes in all.</summary>
internal static class EntryRequests
{
    /// <summary>The entries request by request, in their order.</summary>
    /// <param name="entries">The entries, none of them too large by itself.</param>
    /// <param name="size">The size of an entry in bytes.</param>
    /// <param name="entriesMax">The most entries that a request may have.</param>
    /// <param name="bytesMax">The most that the sizes in a request may add up to.</param>
    public static IReadOnlyList<IReadOnlyList<T>> Divide<T>(
        IReadOnlyList<T> entries,
        Func<T, int> size,
        int entriesMax,
        int bytesMax
    )
    {
        var requests = new List<List<T>>();
        var bytes = 0L;
        foreach (var entry in entries)
        {
            if (requests.Count == 0 || requests[^1].Count == entriesMax || bytes + size(entry) > bytesMax)
            {
                requests.Add([]);
                bytes = 0;
            }

            requests[^1].Add(entry);
            bytes += size(entry);
        }

        return requests;
    }
}
