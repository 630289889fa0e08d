namespace Sidetone.Patterns.Matching.Automata;

/// <summary>
/// One state that the automaton is entered in, for the strings of one field in one direction, and the bytes that matter
/// from there on: each has a class of its own, all others share class 0.
/// </summary>
internal sealed class Entrance(int id, int state)
{
    private readonly byte[] _classes = new byte[256];
    private byte _highest;
    private int _version;

    public int Id { get; } = id;

    public int State { get; } = state;

    /// <summary>Changes after every addition: what was derived before is to be forgotten.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The classes at this moment.</summary>
    /// <returns>How many there are.</returns>
    public int CopyClasses(Span<byte> classes)
    {
        var highest = 0;
        for (var value = 0; value < classes.Length; value++)
        {
            classes[value] = _classes[value];
            highest = Math.Max(highest, classes[value]);
        }

        return highest + 1;
    }

    /// <summary>Gives a byte a class of its own. When all 256 have been given, the last is alone in class 0.</summary>
    public void Matters(byte value)
    {
        if (_classes[value] == 0 && _highest < 255)
        {
            _classes[value] = ++_highest;
        }
    }

    public void Changed() => Volatile.Write(ref _version, _version + 1);
}
