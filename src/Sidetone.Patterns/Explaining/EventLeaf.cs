namespace Sidetone.Patterns.Explaining;

/// <summary>A value of an event that is neither object nor array.</summary>
/// <param name="Place">Where it stands, with array positions: <c>detail.items[2].name</c>.</param>
/// <param name="Json">As the event has it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A string's characters, escapes resolved; otherwise as <paramref name="Json"/>.</param>
/// <param name="Number">A number's value when a double spells it exactly.</param>
/// <param name="Membership">The array elements that it stands in. A scalar is not within the array that lists it.</param>
internal sealed record EventLeaf(
    string Place,
    string Json,
    EventLeafKind Kind,
    string Text,
    double? Number,
    ArrayMembership Membership
);

/// <summary>The kinds of leaves.</summary>
internal enum EventLeafKind
{
    String,
    Number,

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Keyword,
}
