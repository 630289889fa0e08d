using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sidetone.Patterns.Matching.Tables;

/// <summary>
/// Values by a key of bytes: open addressing, added to in place by one writer while others look up without a lock. A slot
/// goes from empty to an entry once and an entry never changes; a larger table replaces the array as a whole.
/// </summary>
internal sealed class ByteTable<T>
    where T : class
{
    private const ulong Mix = 0x9E37_79B9_7F4A_7C15;

    // At most a quarter is used: most names of an event are asked for by no rule, and then the first slot is empty.
    private Slots _slots = new(2);
    private int _count;

    public int Count => _count;

    /// <summary>Looks up some bytes of a larger text.</summary>
    /// <param name="text">Where the key starts.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="readable">How many bytes may be read from <paramref name="text"/> on; at least the length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? Find(ref byte text, int length, int readable)
    {
        var slots = Volatile.Read(ref _slots);
        var word = FirstWord(ref text, length, readable);
        var index = (int)(Hash(word, ref text, length) >> slots.Shift);
        var entry = Volatile.Read(ref slots.Entries[index]);
        return entry is null ? null : Walk(slots, entry, index, word, ref text, length);
    }

    public T? Find(ReadOnlySpan<byte> key) => Find(ref MemoryMarshal.GetReference(key), key.Length, key.Length);

    public void Add(ReadOnlySpan<byte> key, T value)
    {
        if ((_count + 1) * 4 > _slots.Entries.Length)
        {
            var larger = new Slots(_slots.Bits + 1);
            foreach (var entry in _slots.Entries)
            {
                if (entry is not null)
                {
                    Place(larger, entry);
                }
            }

            Volatile.Write(ref _slots, larger);
        }

        _count++;
        Place(_slots, new Entry(key.ToArray(), value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T? Walk(Slots slots, Entry entry, int index, ulong word, ref byte text, int length)
    {
        for (Entry? at = entry; at is not null; at = Volatile.Read(ref slots.Entries[index]))
        {
            if (at.Word == word && at.Key.Length == length && (length <= 8 || SameRest(at, ref text, length)))
            {
                return at.Value;
            }

            index = (index + 1) & (slots.Entries.Length - 1);
        }

        return null;
    }

    private static bool SameRest(Entry entry, ref byte text, int length) =>
        MemoryMarshal.CreateReadOnlySpan(ref text, length).SequenceEqual(entry.Key);

    private static void Place(Slots slots, Entry entry)
    {
        var index = (int)(
            Hash(entry.Word, ref MemoryMarshal.GetArrayDataReference(entry.Key), entry.Key.Length) >> slots.Shift
        );
        while (slots.Entries[index] is not null)
        {
            index = (index + 1) & (slots.Entries.Length - 1);
        }

        Volatile.Write(ref slots.Entries[index], entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FirstWord(ref byte text, int length, int readable)
    {
        if (readable >= 8)
        {
            var word = Unsafe.ReadUnaligned<ulong>(ref text);
            return length >= 8 ? word : word & ((1UL << (length * 8)) - 1);
        }

        return ShortWord(ref text, length);
    }

    private static ulong ShortWord(ref byte text, int length)
    {
        var word = 0UL;
        for (var index = Math.Min(length, 8) - 1; index >= 0; index--)
        {
            word = (word << 8) | Unsafe.Add(ref text, index);
        }

        return word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ulong word, ref byte text, int length)
    {
        var hash = (word ^ (ulong)length) * Mix;
        return length <= 8 ? hash : HashRest(hash, ref text, length);
    }

    private static ulong HashRest(ulong hash, ref byte text, int length)
    {
        for (var index = 8; index < length - 8; index += 8)
        {
            hash = (hash ^ (hash >> 32) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, index))) * Mix;
        }

        return (hash ^ (hash >> 32) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, length - 8))) * Mix;
    }

    private sealed class Entry(byte[] key, T value)
    {
        public readonly ulong Word =
            key.Length == 0 ? 0 : FirstWord(ref MemoryMarshal.GetArrayDataReference(key), key.Length, key.Length);
        public readonly byte[] Key = key;
        public readonly T Value = value;
    }

    private sealed class Slots(int bits)
    {
        public readonly int Bits = bits;
        public readonly int Shift = 64 - bits;
        public readonly Entry?[] Entries = new Entry?[1 << bits];
    }
}
