namespace Sidetone.Patterns.Explaining;

/// <summary>
/// Array memberships of leaves, outer arrays before inner ones, so that those which agree with a given membership are found
/// without looking at every leaf of a large array.
/// </summary>
internal sealed class MembershipTree
{
    private readonly Dictionary<int, Dictionary<int, MembershipTree>> _elements = [];
    private ArrayMembership? _membership;

    public static MembershipTree Of(IEnumerable<EventLeaf> leaves)
    {
        var tree = new MembershipTree();
        foreach (var membership in leaves.Select(leaf => leaf.Membership))
        {
            tree.Add(membership);
        }

        return tree;
    }

    /// <summary>The memberships that do not contradict this one.</summary>
    public IEnumerable<ArrayMembership> Agreeing(ArrayMembership membership)
    {
        var chosen = membership.Elements.ToDictionary(element => element.Array, element => element.Index);
        var open = new Stack<MembershipTree>([this]);
        while (open.TryPop(out var node))
        {
            if (node._membership is { } found)
            {
                yield return found;
            }

            foreach (var (array, elements) in node._elements)
            {
                if (!chosen.TryGetValue(array, out var index))
                {
                    foreach (var element in elements.Values)
                    {
                        open.Push(element);
                    }
                }
                else if (elements.TryGetValue(index, out var element))
                {
                    open.Push(element);
                }
            }
        }
    }

    private void Add(ArrayMembership membership)
    {
        var node = this;
        foreach (var element in membership.Elements)
        {
            if (!node._elements.TryGetValue(element.Array, out var elements))
            {
                node._elements.Add(element.Array, elements = []);
            }

            if (!elements.TryGetValue(element.Index, out var next))
            {
                elements.Add(element.Index, next = new MembershipTree());
            }

            node = next;
        }

        node._membership = membership;
    }
}
