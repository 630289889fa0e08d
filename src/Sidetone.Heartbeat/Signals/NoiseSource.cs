namespace Sidetone.Heartbeat.Signals;

/// <summary>Numbers that look random and are the same everywhere (xorshift, Marsaglia 2003).</summary>
internal struct NoiseSource(uint seed)
{
    private uint _state = unchecked((seed * 2_654_435_769u) | 1);

    /// <summary>The next, 0…1.</summary>
    public double Next()
    {
        _state ^= unchecked(_state << 13);
        _state ^= _state >> 17;
        _state ^= unchecked(_state << 5);
        return _state / (double)uint.MaxValue;
    }
}
