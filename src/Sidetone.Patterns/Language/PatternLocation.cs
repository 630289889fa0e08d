namespace Sidetone.Patterns.Language;

/// <summary>A place in a pattern's text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units; for most faults the column after the last character that was read.</param>
public readonly record struct PatternLocation(int Line, int Column);
