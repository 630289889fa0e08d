using Sidetone.Privacy;

namespace Sidetone.Groups;

/// <summary>Which settings make sense.</summary>
internal static class GroupSettingsRules
{
    private const int RetentionDaysMax = 3660;
    private const int OriginsMax = 100;

    /// <summary>Adds one problem per member that cannot be used, beginning with its name.</summary>
    public static void Check(GroupSettings settings, List<string> problems)
    {
        if (settings.Profile is not (2023 or 2025))
        {
            problems.Add("profile: must be 2023 or 2025.");
        }

        problems.AddRange(settings.Calls.Problems().Select(static problem => $"calls.{problem}"));

        if (settings.RetentionDays is < 1 or > RetentionDaysMax)
        {
            problems.Add($"retentionDays: must be from 1 to {RetentionDaysMax}.");
        }

        if (settings.WaitForContactRecordSeconds is < 0 or > GroupSettings.ContactRecordSecondsMax)
        {
            problems.Add(
                $"waitForContactRecordSeconds: must be from 0 (off) to {GroupSettings.ContactRecordSecondsMax}."
            );
        }

        if (settings.RateLimit.BatchesPerSecond is < 0 or > 1_000_000)
        {
            problems.Add("rateLimit.batchesPerSecond: must be from 0 (no limit) to 1000000.");
        }

        if (settings.RateLimit.Burst is < 1 or > 1_000_000)
        {
            problems.Add("rateLimit.burst: must be from 1 to 1000000.");
        }

        CheckOrigins(settings.AllowedOrigins, problems);
        foreach (var (name, rule) in settings.FieldRules)
        {
            if (!FieldName.IsKnown(name))
            {
                problems.Add(
                    $"fieldRules.{name}: there is no such field; rules exist for {string.Join(", ", FieldName.All)}."
                );
            }
            else if (!FieldName.Allows(name, rule))
            {
                problems.Add($"fieldRules.{name}: must be keep or hash, because it tells one call from another.");
            }
        }
    }

    private static void CheckOrigins(IReadOnlyList<string> origins, List<string> problems)
    {
        if (origins.Count > OriginsMax)
        {
            problems.Add($"allowedOrigins: has more than {OriginsMax} entries.");
        }

        for (var index = 0; index < origins.Count; index++)
        {
            if (!IsOrigin(origins[index]))
            {
                problems.Add(
                    $"allowedOrigins[{index}]: must be an origin such as https://example.com (no path, lower case), null or *."
                );
            }
        }
    }

    // Compared byte for byte with what browsers send, so only that spelling is taken (RFC 6454, 6.2).
    private static bool IsOrigin(string text) =>
        text is "*" or "null"
        || (
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.GetLeftPart(UriPartial.Authority) == text
            && !text.Any(char.IsAsciiLetterUpper)
            && uri.Host.Length > 0
        );
}
