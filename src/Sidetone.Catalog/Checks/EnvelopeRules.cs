namespace Sidetone.Catalog;

/// <summary>What holds for the envelope of every event.</summary>
internal static class EnvelopeRules
{
    private const int AccountDigits = 12;
    private const int WholeSecondsLength = 20; // 2023-06-01T05:00:13Z

    public static void Check(
        CatalogEvent catalogEvent,
        string? groupId,
        CatalogTime? happened,
        DepartureList departures
    )
    {
        departures.OneOf("$.version", catalogEvent.Version, "0");
        departures.Uuid("$.id", catalogEvent.Id);
        Account(catalogEvent.Account, departures);
        Source(catalogEvent.Source, groupId, departures);
        Time(catalogEvent.Time, happened, departures);
    }

    private static void Account(string? account, DepartureList departures)
    {
        if (account is not null && (account.Length != AccountDigits || !account.All(char.IsAsciiDigit)))
        {
            departures.Note(DepartureKind.OtherForm, "$.account", $"'{account}'", "twelve digits");
        }
    }

    private static void Source(string? text, string? groupId, DepartureList departures)
    {
        if (text is null)
        {
            return;
        }

        if (!SourceName.TryParse(text, out var source))
        {
            departures.Note(DepartureKind.OtherForm, "$.source", $"'{text}'", "{prefix}/{groupId}/{busName}");
        }
        else if (groupId is not null && source.GroupId != groupId)
        {
            departures.Note(
                DepartureKind.Contradiction,
                "$.source",
                $"the group '{source.GroupId}'",
                $"the group of the detail, '{groupId}'"
            );
        }
    }

    private static void Time(CatalogTime? time, CatalogTime? happened, DepartureList departures)
    {
        if (time is not { Instant: { } sent } found)
        {
            return;
        }

        if (found.Text.Length != WholeSecondsLength)
        {
            departures.Note(DepartureKind.TimeSpelling, "$.time", $"'{found}'", "whole seconds in UTC, with a Z");
        }

        // The envelope's time has no fraction, so it may seem to lie within the second before.
        if (happened?.Instant is { } moment && sent.ToUnixTimeSeconds() < moment.ToUnixTimeSeconds())
        {
            departures.Note(
                DepartureKind.Contradiction,
                "$.time",
                $"{found}, before {happened}",
                "a time after the detail's"
            );
        }
    }
}
