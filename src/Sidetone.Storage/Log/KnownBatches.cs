using System.Buffers.Binary;

namespace Sidetone.Storage.Log;

/// <summary>Which batches of one session a closed call holds: their numbers and the hashes of their bodies.</summary>
/// <remarks>
/// As bytes, little-endian: format (1 byte, 1), then runs of neighbouring numbers, ascending: first number (4 bytes), how
/// many (4 bytes), that many hashes of 8 bytes. A session without gaps is one run: 8 bytes for a batch of ten samples.
/// </remarks>
internal sealed class KnownBatches
{
    private const byte Format = 1;
    private readonly SortedDictionary<long, long> _hashes = [];

    public int Count => _hashes.Count;

    public void Add(long sequence, long hash) => _hashes[sequence] = hash;

    public bool TryFind(long sequence, out long hash) => _hashes.TryGetValue(sequence, out hash);

    /// <exception cref="InvalidDataException">The bytes are of another format.</exception>
    public static KnownBatches Parse(ReadOnlySpan<byte> bytes)
    {
        var known = new KnownBatches();
        if (bytes is not [Format, .. var rest])
        {
            throw new InvalidDataException("What is known of a closed session's batches has an unknown format.");
        }

        while (rest.Length > 0)
        {
            var first = BinaryPrimitives.ReadInt32LittleEndian(rest);
            var count = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            rest = rest[8..];
            for (var i = 0; i < count; i++)
            {
                known.Add(first + i, BinaryPrimitives.ReadInt64LittleEndian(rest));
                rest = rest[8..];
            }
        }

        return known;
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream(1 + 8 + (8 * Count));
        bytes.WriteByte(Format);
        Span<byte> number = stackalloc byte[8];
        foreach (var (first, hashes) in Runs())
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, checked((int)first));
            BinaryPrimitives.WriteInt32LittleEndian(number[4..], hashes.Count);
            bytes.Write(number);
            foreach (var hash in hashes)
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, hash);
                bytes.Write(number);
            }
        }

        return bytes.ToArray();
    }

    private List<(long First, List<long> Hashes)> Runs()
    {
        var runs = new List<(long First, List<long> Hashes)>();
        foreach (var (sequence, hash) in _hashes)
        {
            if (runs is [.., var (first, hashes)] && first + hashes.Count == sequence)
            {
                hashes.Add(hash);
            }
            else
            {
                runs.Add((sequence, [hash]));
            }
        }

        return runs;
    }
}
