namespace Sidetone.Patterns.Matching.Automata;

/// <summary>A member of a chain: of steps (target and byte) or of passes (site, and 1 when only at the text's end).</summary>
internal readonly record struct Link(int Next, int Target, byte Value);
