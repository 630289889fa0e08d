namespace Sidetone.Patterns.Explaining;

/// <summary>What an event has on a field's path.</summary>
/// <param name="Place">Where, with array positions: <c>detail.items[2].name</c>.</param>
/// <param name="Value">The leaf's JSON text, or in words <c>missing</c>, <c>an object</c> or <c>an empty array</c>.</param>
/// <param name="Passes">Whether it passes one of the field's tests.</param>
public sealed record FoundValue(string Place, string Value, bool Passes);
