using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Rules;

/// <summary>One field with its alternatives, as one branch or many ask for it.</summary>
internal sealed class Condition(int id, FieldTests field)
{
    public int Id { get; } = id;

    public FieldTests Field { get; } = field;

    /// <summary>Whether the field's absence will do.</summary>
    public bool OrMissing { get; init; }

    /// <summary>Anything-buts among the alternatives.</summary>
    public Exclusion[] Exclusions { get; init; } = [];

    /// <summary>Whether it can hold only when one of its tests passed, and was noted.</summary>
    public bool IsNoted => !OrMissing && Exclusions.Length == 0;

    /// <summary>The branches that are looked at when this condition holds.</summary>
    public AppendList<Branch> Branches { get; } = new();

    /// <summary>How likely an event is to meet it, by the kind of its tests: from 0 to 1.</summary>
    public double Guess { get; init; }

    /// <summary>How many branches ask for it. Only the writer looks.</summary>
    public int Uses { get; set; }
}
