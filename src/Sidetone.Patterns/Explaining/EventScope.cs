using System.Globalization;

namespace Sidetone.Patterns.Explaining;

/// <summary>An object or an array of an event while its members are read.</summary>
/// <param name="path">The path that its members continue; null for the event itself, for a name may be empty, too.</param>
/// <param name="place">The same with array positions.</param>
/// <param name="array">The array's number; null for an object.</param>
/// <param name="membership">The array elements that it stands in.</param>
internal sealed class EventScope(string? path, string place, int? array, ArrayMembership membership)
{
    private string _name = "";

    public static EventScope Root => new(null, "", null, ArrayMembership.None);

    public string Path => path ?? "";

    public string Place => place;

    public ArrayMembership Membership => membership;

    /// <summary>How many members were read.</summary>
    public int Count { get; set; }

    /// <summary>The path of the member that an object reads.</summary>
    public string ValuePath { get; private set; } = "";

    public void EnterName(string name)
    {
        _name = name;
        ValuePath = path is null ? name : $"{path}.{name}";
    }

    public string NextPath() => array is null ? ValuePath : Path;

    public string NextPlace() =>
        array is not null ? string.Create(CultureInfo.InvariantCulture, $"{place}[{Count}]")
        : path is null ? _name
        : $"{place}.{_name}";

    public EventScope OpenObject() => Open(null);

    public EventScope OpenArray(int number) => Open(number);

    private EventScope Open(int? number)
    {
        var inner = new EventScope(NextPath(), NextPlace(), number, InnerMembership());
        Count++;
        return inner;
    }

    private ArrayMembership InnerMembership() =>
        array is { } number ? membership.With(new ArrayMembership([new ArrayElement(number, Count)])) : membership;
}
