using System.Globalization;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Insights;

/// <summary>When which major version of a browser became stable: knowledge from outside the calls, as dated data.</summary>
/// <remarks>
/// The stable version at a call's time is the newest release dated before it. After the last dated release the answer
/// is a version that may be too low, so a rule on it can only stay silent, never wrongly fire.
/// </remarks>
internal static class BrowserReleases
{
    private static readonly (string Date, int Major)[] s_chromium =
    [
        ("2022-01-04", 97),
        ("2022-02-01", 98),
        ("2022-03-01", 99),
        ("2022-03-29", 100),
        ("2022-04-26", 101),
        ("2022-05-24", 102),
        ("2022-06-21", 103),
        ("2022-08-02", 104),
        ("2022-08-30", 105),
        ("2022-09-27", 106),
        ("2022-10-25", 107),
        ("2022-11-29", 108),
        ("2023-01-10", 109),
        ("2023-02-07", 110),
        ("2023-03-07", 111),
        ("2023-04-04", 112),
        ("2023-05-02", 113),
        ("2023-05-30", 114),
        ("2023-07-18", 115),
        ("2023-08-15", 116),
        ("2023-09-12", 117),
        ("2023-10-10", 118),
        ("2023-10-31", 119),
        ("2023-12-05", 120),
        ("2024-01-23", 121),
        ("2024-02-20", 122),
        ("2024-03-19", 123),
        ("2024-04-16", 124),
        ("2024-05-14", 125),
        ("2024-06-11", 126),
        ("2024-07-23", 127),
        ("2024-08-20", 128),
        ("2024-09-17", 129),
        ("2024-10-15", 130),
        ("2024-11-12", 131),
        ("2025-01-14", 132),
        ("2025-02-04", 133),
        ("2025-03-04", 134),
        ("2025-04-01", 135),
        ("2025-04-29", 136),
        ("2025-05-27", 137),
        ("2025-06-24", 138),
        ("2025-08-05", 139),
        ("2025-09-02", 140),
        ("2025-09-30", 141),
        ("2025-10-28", 142),
    ];

    private static readonly (string Date, int Major)[] s_firefox =
    [
        ("2022-01-11", 96),
        ("2022-06-28", 102),
        ("2022-12-13", 108),
        ("2023-01-17", 109),
        ("2023-03-14", 111),
        ("2023-05-09", 113),
        ("2023-06-06", 114),
        ("2023-07-04", 115),
        ("2023-08-01", 116),
        ("2023-08-29", 117),
        ("2023-09-26", 118),
        ("2023-10-24", 119),
        ("2023-11-21", 120),
        ("2023-12-19", 121),
        ("2024-01-23", 122),
        ("2024-02-20", 123),
        ("2024-03-19", 124),
        ("2024-04-16", 125),
        ("2024-05-14", 126),
        ("2024-06-11", 127),
        ("2024-07-09", 128),
        ("2024-08-06", 129),
        ("2024-09-03", 130),
        ("2024-10-01", 131),
        ("2024-10-29", 132),
        ("2024-11-26", 133),
        ("2025-01-07", 134),
        ("2025-02-04", 135),
        ("2025-03-04", 136),
        ("2025-04-01", 137),
        ("2025-04-29", 138),
        ("2025-05-27", 139),
        ("2025-06-24", 140),
        ("2025-07-22", 141),
        ("2025-08-19", 142),
        ("2025-09-16", 143),
        ("2025-10-14", 144),
    ];

    /// <summary>How many major versions a browser is behind at a time; null when nothing is known of it.</summary>
    public static int? MajorsBehind(NameAndVersion browser, long atMs)
    {
        var releases = browser.Name.ToUpperInvariant() switch
        {
            "CHROME" or "CHROMIUM" or "EDGE" or "MICROSOFT EDGE" => s_chromium,
            "FIREFOX" => s_firefox,
            _ => [],
        };
        var dot = browser.Version.IndexOf('.', StringComparison.Ordinal);
        var text = dot < 0 ? browser.Version : browser.Version[..dot];
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            return null;
        }

        int? stable = null;
        foreach (var release in releases)
        {
            var since = DateTimeOffset.ParseExact(
                release.Date,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            );
            if (since.ToUnixTimeMilliseconds() <= atMs)
            {
                stable = release.Major;
            }
        }

        return stable is null ? null : Math.Max(0, stable.Value - major);
    }
}
