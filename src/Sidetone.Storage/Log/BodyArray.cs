using System.Runtime.InteropServices;

namespace Sidetone.Storage.Log;

/// <summary>Bodies as the drivers take them.</summary>
internal static class BodyArray
{
    /// <summary>The memory's own array when it is all of it, else a copy.</summary>
    public static byte[] AsArray(this ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment)
        && segment is { Array: { } array, Offset: 0 }
        && array.Length == segment.Count
            ? array
            : body.ToArray();
}
