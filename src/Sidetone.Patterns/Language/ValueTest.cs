namespace Sidetone.Patterns.Language;

/// <summary>
/// One alternative of a field's list in an event pattern: a test that a leaf of an event passes or not. The operators and
/// what they match are those of Amazon EventBridge's event patterns.
/// </summary>
/// <remarks>
/// Equality is by value, lists included, so that one test written in many rules is one test to an index.
/// </remarks>
public abstract record ValueTest
{
    private ValueTest() { }

    /// <summary>A string, exactly. A literal that spells an IP address is an <see cref="IpRange"/> instead.</summary>
    public sealed record StringEquals(string Value) : ValueTest;

    /// <summary>
    /// A number: the same text, or the same value where <see cref="Value"/> is not null. It is null when the text does not
    /// survive a round trip through a double; then only the same spelling matches.
    /// </summary>
    public sealed record NumberEquals(string Text, double? Value) : ValueTest;

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>, as the keyword and not as a string.</summary>
    public sealed record KeywordEquals(string Keyword) : ValueTest;

    /// <summary>A string that begins so; the empty text is the beginning of any string.</summary>
    public sealed record Prefix(string Text, bool IgnoreCase) : ValueTest;

    /// <summary>A string that ends so; the empty text is the end of any string.</summary>
    public sealed record Suffix(string Text, bool IgnoreCase) : ValueTest;

    /// <summary>A string, letter case aside.</summary>
    public sealed record EqualsIgnoreCase(string Value) : ValueTest;

    /// <summary>A string that the parts of <see cref="Glob"/> spell, with any run of characters between them.</summary>
    public sealed record Wildcard(Glob Glob) : ValueTest;

    /// <summary>A number between two bounds; a bound that is null is none. Equal, inclusive bounds are one number.</summary>
    public sealed record NumericRange(double? Low, bool LowInclusive, double? High, bool HighInclusive) : ValueTest;

    /// <summary>A string that spells an IP address within two addresses of one family, both included (4 or 16 bytes each).</summary>
    public sealed record IpRange(ValueList<byte> Low, ValueList<byte> High) : ValueTest;

    /// <summary>
    /// A leaf that passes none of some tests, which are all of one kind: <see cref="StringEquals"/>,
    /// <see cref="NumberEquals"/>, <see cref="Prefix"/>, <see cref="Suffix"/>, <see cref="EqualsIgnoreCase"/> or
    /// <see cref="Wildcard"/>. A field that is not there does not pass. Without any test no leaf passes, either: so it is
    /// with Amazon's published matcher, where <c>{"anything-but": {"prefix": []}}</c> is valid and never matches.
    /// </summary>
    public sealed record AnythingBut(ValueList<ValueTest> Tests) : ValueTest;

    /// <summary><c>{"exists": true}</c>: the field has a leaf; an object and an empty array are none.</summary>
    public sealed record Exists : ValueTest;

    /// <summary><c>{"exists": false}</c>: the field has no leaf.</summary>
    public sealed record Missing : ValueTest;
}
