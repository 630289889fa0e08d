using System.Globalization;

namespace Sidetone.Bus.Schedules;

/// <summary>A field of a cron expression: <c>*</c>, values, ranges and steps, parted by commas.</summary>
internal static class CronField
{
    /// <summary>
    /// Which values a field holds, as a table that is indexed by the value; null when it is not valid. Names stand for
    /// the values from the smallest on.
    /// </summary>
    public static bool[]? Read(string field, int min, int max, IReadOnlyList<string> names)
    {
        var held = new bool[max + 1];
        foreach (var part in field.Split(','))
        {
            if (!Add(part, min, max, names, held))
            {
                return null;
            }
        }

        return held;
    }

    /// <summary>A number within bounds, or a name; letter case aside.</summary>
    public static int? Value(string text, int min, int max, IReadOnlyList<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return min + i;
            }
        }

        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
            ? number
            : null;
    }

    private static bool Add(string part, int min, int max, IReadOnlyList<string> names, bool[] held)
    {
        var step = 1;
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            if (Value(part[(slash + 1)..], 1, max, []) is not { } given)
            {
                return false;
            }

            step = given;
            part = part[..slash];
        }

        int? first;
        int? last;
        if (part == "*")
        {
            (first, last) = (min, max);
        }
        else if (part.Split('-') is [var from, var to])
        {
            (first, last) = (Value(from, min, max, names), Value(to, min, max, names));
        }
        else
        {
            first = Value(part, min, max, names);

            // A step alone goes on to the end: 0/15 is 0, 15, 30, 45.
            last = slash >= 0 ? max : first;
        }

        if (first is not { } begin || last is not { } end)
        {
            return false;
        }

        // A range may pass the end: FRI-MON is four days.
        var count = (end >= begin ? end - begin : end - begin + (max - min + 1)) + 1;
        for (var i = 0; i < count; i += step)
        {
            held[min + ((begin - min + i) % (max - min + 1))] = true;
        }

        return true;
    }
}
