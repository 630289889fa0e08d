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

    /// <summary>Both memberships in one; null when they contradict each other.</summary>
    public ArrayMembership? With(ArrayMembership other)
    {
        var elements = new SortedDictionary<int, int>();
        foreach (var element in Elements.Concat(other.Elements))
        {
            if (!elements.TryAdd(element.Array, element.Index) && elements[element.Array] != element.Index)
            {
                return null;
            }
        }

        return new ArrayMembership([.. elements.Select(pair => new ArrayElement(pair.Key, pair.Value))]);
    }

    /// <summary>The part that concerns some arrays.</summary>
    public ArrayMembership Within(HashSet<int> arrays) =>
        new([.. Elements.Where(element => arrays.Contains(element.Array))]);
}

/// <summary>An element of an array.</summary>
/// <param name="Array">The number of the array among those of the event.</param>
/// <param name="Index">From 0.</param>
internal readonly record struct ArrayElement(int Array, int Index);
