using System.Text;

namespace Sidetone.Patterns.Language;

/// <summary>
/// The places within wildcards, as an automaton over UTF-8 bytes: one behind each byte and one on each <c>*</c>. The globs
/// of one test share the places of what they begin with.
/// </summary>
internal sealed class WildcardPlaces
{
    /// <summary>How many sets of places are looked at; a pattern that has more is taken for too complex.</summary>
    private const int SetsMax = 20_000;

    private readonly List<Place> _places = [];
    private readonly SortedSet<byte> _bytes = [];

    /// <param name="tests">The globs of each test.</param>
    public WildcardPlaces(IEnumerable<ValueList<Glob>> tests)
    {
        foreach (var globs in tests)
        {
            var root = Add(isStar: false);
            Roots.Add(root.Index);
            foreach (var glob in globs)
            {
                AddGlob(root, glob);
            }
        }

        // Any byte that no glob names moves on like any other such.
        _bytes.Add((byte)Enumerable.Range(0, 256).First(value => !_bytes.Contains((byte)value)));
    }

    private List<int> Roots { get; } = [];

    /// <summary>Whether some text leads to more places than this at once.</summary>
    public bool Exceed(int max)
    {
        var seen = new HashSet<ValueList<int>>();
        var open = new Queue<ValueList<int>>([
            [.. Roots],
        ]);
        while (open.TryDequeue(out var set))
        {
            foreach (var next in _bytes.Select(value => Step(set, value)).Where(next => next.Count > 0))
            {
                if (!seen.Add(next))
                {
                    continue;
                }

                if (Count(next) > max || seen.Count > SetsMax)
                {
                    return true;
                }

                open.Enqueue(next);
            }
        }

        return false;
    }

    private void AddGlob(Place root, Glob glob)
    {
        // Values are matched with their quotes, so that no wildcard begins or ends with a star.
        var place = Behind(root, (byte)'"');
        for (var part = 0; part < glob.Parts.Count; part++)
        {
            if (part > 0)
            {
                place = place.Star ??= Add(isStar: true);
            }

            foreach (var value in Encoding.UTF8.GetBytes(glob.Parts[part]))
            {
                place = Behind(place, value);
            }
        }

        Behind(place, (byte)'"');
    }

    private Place Behind(Place place, byte value)
    {
        _bytes.Add(value);
        if (!place.Next.TryGetValue(value, out var next))
        {
            place.Next.Add(value, next = Add(isStar: false));
        }

        return next;
    }

    private Place Add(bool isStar)
    {
        var place = new Place(_places.Count, isStar);
        _places.Add(place);
        return place;
    }

    private ValueList<int> Step(ValueList<int> set, byte value)
    {
        var next = new SortedSet<int>();
        foreach (var index in set)
        {
            var place = _places[index];
            if (place.IsStar)
            {
                next.Add(index);
            }

            if (place.Next.TryGetValue(value, out var behind))
            {
                next.Add(behind.Index);
            }

            if (place.Star is { } star)
            {
                next.Add(star.Index);
                if (star.Next.TryGetValue(value, out var behindStar))
                {
                    next.Add(behindStar.Index);
                }
            }
        }

        return [.. next];
    }

    /// <summary>How many places a set is: a star that follows one of them counts, too, since it may stand for nothing.</summary>
    private int Count(ValueList<int> set) =>
        set.Count + set.Count(index => _places[index].Star is { } star && !set.Contains(star.Index));

    private sealed class Place(int index, bool isStar)
    {
        public int Index => index;

        public bool IsStar => isStar;

        /// <summary>The star that follows this place, if one does.</summary>
        public Place? Star { get; set; }

        public Dictionary<byte, Place> Next { get; } = [];
    }
}
