namespace Sidetone.Patterns.Language;

/// <summary>
/// Fields that must all pass, within one and the same element of every array that two of them share. A pattern without
/// <c>$or</c> is one branch; with <c>$or</c> it is the product of the alternatives.
/// </summary>
/// <param name="Fields">The fields in ordinal order of their paths; each path once; at least one.</param>
public sealed record PatternBranch(ValueList<FieldCondition> Fields);

/// <summary>One field of a branch.</summary>
/// <param name="Path">The names on the way to the field, joined with <c>.</c>.</param>
/// <param name="AnyOf">The tests; a leaf passes when it passes one of them. At least one.</param>
public sealed record FieldCondition(string Path, ValueList<ValueTest> AnyOf);
