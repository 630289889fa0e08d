using System.Globalization;
using Sidetone.Telemetry;

namespace Sidetone.Demo;

/// <summary>
/// A recorded call as if it had just taken place: a server refuses what is older than it keeps, and a recording only
/// gets older.
/// </summary>
internal static class MovedCall
{
    /// <summary>The call with every time moved so that its last one is the end; it is another contact's then.</summary>
    public static Batch EndingAt(Batch whole, DateTimeOffset end)
    {
        var last = whole
            .Tracks.SelectMany(track => Enumerable.Range(0, track.Count).Select(track.Time))
            .Concat(whole.Happenings.Select(happening => happening.At))
            .Max();
        var by = end.ToUnixTimeMilliseconds() - last;
        var suffix = string.Create(CultureInfo.InvariantCulture, $"-{end.ToUnixTimeSeconds()}");
        return whole with
        {
            ContactId = whole.ContactId + suffix,
            Session = whole.Session + suffix,
            Facts = whole.Facts is null ? null : Moved(whole.Facts, by),
            Tracks = [.. whole.Tracks.Select(track => Moved(track, by))],
            Happenings = [.. whole.Happenings.Select(happening => Moved(happening, by))],
        };
    }

    private static Track Moved(Track track, long by)
    {
        var moved = new Track(track.Key, Math.Max(1, track.Count));
        for (var row = 0; row < track.Count; row++)
        {
            var added = moved.Add(track.Sequence(row), track.Time(row) + by);
            for (var column = 0; column < track.ColumnCount; column++)
            {
                moved[added, column] = track[row, column];
            }
        }

        return moved;
    }

    private static Happening Moved(Happening happening, long by) =>
        happening with
        {
            At = happening.At + by,
            Device = happening.Device is null ? null : Moved(happening.Device, by),
        };

    private static Facts Moved(Facts facts, long by) =>
        facts with
        {
            EnqueuedAt = facts.EnqueuedAt + by,
            Devices = facts.Devices is null ? null : [.. facts.Devices.Select(device => Moved(device, by))],
        };

    private static MediaDevice Moved(MediaDevice device, long by) => device with { At = device.At + by };
}
