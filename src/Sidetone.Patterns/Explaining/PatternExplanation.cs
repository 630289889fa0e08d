using System.Text.Json;
using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Explaining;

/// <summary>Why an event matches a pattern, or why not.</summary>
/// <param name="Matches">Whether one branch matches.</param>
/// <param name="Branches">The branches in the pattern's order; one without <c>$or</c>.</param>
public sealed record PatternExplanation(bool Matches, ValueList<BranchExplanation> Branches)
{
    /// <summary>The explanation as text for people, in lines.</summary>
    public override string ToString() => ExplanationText.Write(this);

    /// <summary>
    /// Writes the explanation as one JSON object: <c>{"matches", "branches": [{"matches", "fields": [{"path", "outcome":
    /// "passed" | "failed" | "inAnotherElement", "found": [{"place", "value", "passes"}], "wanted": [tests]}]}]}</c>.
    /// </summary>
    public void WriteTo(Utf8JsonWriter writer) => ExplanationJson.Write(this, writer);
}

/// <summary>How an event fares with one branch.</summary>
/// <param name="Matches">Whether every field passes, all within the same array elements.</param>
/// <param name="Fields">In ordinal order of their paths.</param>
public sealed record BranchExplanation(bool Matches, ValueList<FieldExplanation> Fields);

/// <summary>How an event fares with one field.</summary>
/// <param name="Path">The names on the way, joined with <c>.</c>.</param>
/// <param name="Outcome">Whether it passes.</param>
/// <param name="Found">What the event has there; at least one.</param>
/// <param name="Wanted">The tests, as a pattern spells them in JSON; one of them has to pass.</param>
public sealed record FieldExplanation(
    string Path,
    FieldOutcome Outcome,
    ValueList<FoundValue> Found,
    ValueList<string> Wanted
);
