using System.Text;

namespace Sidetone.Telemetry.Wire;

/// <summary>The members that an object of the wire may have, in the order that the SDK writes them.</summary>
internal sealed class MemberTable
{
    private readonly byte[][] _names;

    public MemberTable(IEnumerable<string> required, IEnumerable<string> optional)
    {
        string[] needed = [.. required];
        Names = [.. needed, .. optional];
        RequiredCount = needed.Length;
        _names = [.. Names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>All names; the required ones come first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many of the names are required.</summary>
    public int RequiredCount { get; }

    /// <summary>A member's name, as it is written.</summary>
    public ReadOnlySpan<byte> Utf8Name(int member) => _names[member];

    /// <summary>The member with a name, or -1; <paramref name="expected"/> is looked at first.</summary>
    public int Find(ReadOnlySpan<byte> name, int expected)
    {
        var names = _names;
        if ((uint)expected < (uint)names.Length && name.SequenceEqual(names[expected]))
        {
            return expected;
        }

        for (var member = 0; member < names.Length; member++)
        {
            if (name.SequenceEqual(names[member]))
            {
                return member;
            }
        }

        return -1;
    }
}

/// <summary>How far the reading of one object is: which members it had.</summary>
/// <param name="Start">Where the object begins, in bytes.</param>
internal record struct MemberScan(long Start)
{
    /// <summary>One bit per member that stood there, null or not.</summary>
    public ulong Seen;

    /// <summary>One bit per member that has a value.</summary>
    public ulong Present;

    /// <summary>The member that comes next if the sender keeps the usual order.</summary>
    public int Next;
}
