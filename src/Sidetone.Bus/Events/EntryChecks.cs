using System.Globalization;
using System.Text;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Events;

/// <summary>What is wrong with entries before anybody asks where they go. The messages are AWS's, as recorded.</summary>
internal static class EntryChecks
{
    /// <summary>The longest detail type; AWS drops events with a longer one and says nothing.</summary>
    public const int DetailTypeMax = 128;

    // What a time adds to an entry's size, however it is spelled.
    private const int TimeBytes = 14;

    /// <exception cref="BusException">There are too many entries, or none.</exception>
    public static void RequireCount(IReadOnlyList<EventEntry> entries, int max, string shape)
    {
        if (entries.Count > max)
        {
            throw Invalid(entries, shape, $"Member must have length less than or equal to {max}");
        }

        if (entries.Count == 0)
        {
            throw Invalid(entries, shape, "Member must have length greater than or equal to 1");
        }
    }

    /// <summary>The documented formula, over all entries of a request.</summary>
    /// <exception cref="BusException">The entries are too large together.</exception>
    public static void RequireSize(IReadOnlyList<EventEntry> entries, int max)
    {
        if (entries.Sum(Bytes) > max)
        {
            throw new BusException(
                "ValidationException",
                "Total size of the entries in the request is over the limit."
            );
        }
    }

    /// <summary>Why an entry is refused, its detail and its bus aside; null when it is not.</summary>
    public static EntryOutcome? Refusal(EventEntry entry) =>
        Missing(entry.Source, "Source") ?? Missing(entry.DetailType, "DetailType") ?? Missing(entry.Detail, "Detail");

    private static long Bytes(EventEntry entry) =>
        (entry.Time is null ? 0 : TimeBytes)
        + Bytes(entry.Source)
        + Bytes(entry.DetailType)
        + Bytes(entry.Detail)
        + (entry.Resources?.Sum(Bytes) ?? 0);

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static EntryOutcome? Missing(string? value, string name) =>
        string.IsNullOrEmpty(value)
            ? EntryOutcome.Refused(
                "InvalidArgument",
                $"Parameter {name} is not valid. Reason: {name} is a required argument."
            )
            : null;

    private static BusException Invalid(IReadOnlyList<EventEntry> entries, string shape, string constraint) =>
        new(
            "ValidationException",
            $"1 validation error detected: Value '[{string.Join(", ", entries.Select(entry => Shown(entry, shape)))}]'"
                + $" at 'entries' failed to satisfy constraint: {constraint}"
        );

    // AWS prints the entries as its own classes do.
    private static string Shown(EventEntry entry, string shape) =>
        $"{shape}(time={entry.Time?.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture) ?? "null"}, "
        + $"source={entry.Source ?? "null"}, "
        + $"resources={(entry.Resources is null ? "null" : $"[{string.Join(", ", entry.Resources)}]")}, "
        + $"detailType={entry.DetailType ?? "null"}, detail={entry.Detail ?? "null"}, "
        + $"eventBusName={entry.EventBusName ?? "null"}, traceHeader={entry.TraceHeader ?? "null"}, "
        + "kmsKeyIdentifier=null, internalMetadata=null)";
}
