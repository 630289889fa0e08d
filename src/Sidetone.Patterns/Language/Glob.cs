namespace Sidetone.Patterns.Language;

/// <summary>
/// What a <c>wildcard</c> spells: literal parts with any run of characters, the empty one included, between one part and
/// the next. <c>"a*b"</c> has the parts <c>a</c> and <c>b</c>; <c>"*"</c> two empty ones; a text without <c>*</c> is one part.
/// </summary>
/// <param name="Parts">The literal parts, escapes resolved; at least one.</param>
public sealed record Glob(ValueList<string> Parts);
