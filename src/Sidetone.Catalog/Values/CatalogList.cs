using System.Collections;
using System.Runtime.CompilerServices;

namespace Sidetone.Catalog;

/// <summary>
/// A list of an event that does not change and is equal to another with equal items, so that records with lists compare
/// by value.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
[CollectionBuilder(typeof(CatalogList), nameof(CatalogList.Create))]
public sealed class CatalogList<T> : IReadOnlyList<T>, IEquatable<CatalogList<T>>
{
    private readonly T[] _items;

    internal CatalogList(T[] items) => _items = items;

    /// <summary>Gets the number of items.</summary>
    public int Count => _items.Length;

    /// <summary>Gets an item.</summary>
    /// <param name="index">The item's position, from 0.</param>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(CatalogList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CatalogList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}

/// <summary>Makes lists of an event, also from collection expressions.</summary>
public static class CatalogList
{
    /// <summary>Makes a list of the items given.</summary>
    /// <param name="items">The items, which are copied.</param>
    /// <typeparam name="T">The items.</typeparam>
    public static CatalogList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
