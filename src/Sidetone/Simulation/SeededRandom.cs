namespace Sidetone.Simulation;

/// <summary>Random numbers that a seed repeats on every machine and in every version (SplitMix64).</summary>
internal sealed class SeededRandom(ulong seed)
{
    private readonly ulong _seed = seed;
    private ulong _state = seed;

    /// <summary>A sequence that differs from run to run, where nothing needs to repeat.</summary>
    public static SeededRandom FromClock(TimeProvider time) => new(unchecked((ulong)time.GetUtcNow().Ticks));

    /// <summary>
    /// A sequence of its own for one purpose. What one part draws never shifts what another part gets, so a new
    /// behaviour leaves the rest of a seeded run as it was.
    /// </summary>
    public SeededRandom Fork(string purpose)
    {
        unchecked
        {
            var hash = 14695981039346656037UL; // FNV-1a, 64 bits.
            foreach (var character in purpose)
            {
                hash = (hash ^ character) * 1099511628211UL;
            }

            return new SeededRandom(Mixed(_seed ^ hash));
        }
    }

    /// <summary>A sequence of its own for one of many alike.</summary>
    public SeededRandom Fork(long number)
    {
        unchecked
        {
            return new SeededRandom(Mixed(_seed + ((ulong)number * 0xD1342543DE82EF95UL) + 1));
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            return Mixed(_state);
        }
    }

    /// <summary>At least 0 and less than 1.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number, at least 0 and less than <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(NextUnit() * below);

    /// <summary>True with a probability from 0 to 1.</summary>
    public bool Chance(double probability) => probability > 0 && NextUnit() < probability;

    /// <summary>Uniform between two numbers.</summary>
    public double Between(double low, double high) => low + (NextUnit() * (high - low));

    /// <summary>Exponentially distributed: how long until something that happens at random, on average after the mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - NextUnit());

    /// <summary>Normally distributed, mean 0 and deviation 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>An id in the shape of a random UUID (RFC 9562, version 4).</summary>
    public Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextBits());
        BitConverter.TryWriteBytes(bytes[8..], NextBits());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mixed(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
