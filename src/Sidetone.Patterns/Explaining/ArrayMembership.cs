using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Explaining;

/// <summary>
/// In which element of which array something stands: at most one element for each array. Two fields of a rule must not come
/// from different elements of the same array.
/// </summary>
/// <param name="Elements">Ordered by array.</param>
internal sealed record ArrayMembership(ValueList<ArrayElement> Elements)
{
    public static ArrayMembership None { get; } = new(new ValueList<ArrayElement>());

    /// <summary>Both memberships in one; they must not contradict each other.</summary>
    public ArrayMembership With(ArrayMembership other) =>
        new([.. Elements.Union(other.Elements).OrderBy(element => element.Array)]);

    /// <summary>The part that concerns some arrays.</summary>
    public ArrayMembership Within(HashSet<int> arrays) =>
        new([.. Elements.Where(element => arrays.Contains(element.Array))]);
}

/// <summary>An element of an array.</summary>
/// <param name="Array">The number of the array among those of the event.</param>
/// <param name="Index">From 0.</param>
internal readonly record struct ArrayElement(int Array, int Index);
