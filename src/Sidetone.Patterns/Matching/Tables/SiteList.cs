namespace Sidetone.Patterns.Matching.Tables;

/// <summary>Sites found for one value; its array is kept from value to value.</summary>
internal struct SiteList()
{
    private int[] _items = new int[16];

    public int Count { get; private set; }

    public readonly ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int site)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        _items[Count++] = site;
    }
}
