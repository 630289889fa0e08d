using Sidetone.Patterns.Language;

namespace Sidetone.Patterns;

/// <summary>An event pattern that was read and found valid.</summary>
/// <param name="Branches">The event matches when it matches one of these; at least one.</param>
public sealed record EventPattern(ValueList<PatternBranch> Branches);
