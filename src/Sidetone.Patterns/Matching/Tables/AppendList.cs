namespace Sidetone.Patterns.Matching.Tables;

/// <summary>
/// A list that one writer appends to while others read, without a lock. What is in it never changes, so whoever has seen
/// the count sees the members below it.
/// </summary>
internal sealed class AppendList<T>
{
    private T[] _items = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public T this[int index] => Volatile.Read(ref _items)[index];

    /// <summary>The members at this moment.</summary>
    public ReadOnlySpan<T> Items
    {
        get
        {
            // The count first: an array that is read after it is at least as long.
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _items).AsSpan(0, count);
        }
    }

    public int Add(T item)
    {
        var index = _count;
        if (index == _items.Length)
        {
            var larger = new T[index == 0 ? 1 : index * 2];
            _items.CopyTo(larger, 0);
            larger[index] = item;
            Volatile.Write(ref _items, larger);
        }
        else
        {
            _items[index] = item;
        }

        Volatile.Write(ref _count, index + 1);
        return index;
    }
}
