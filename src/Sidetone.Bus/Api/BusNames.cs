using Sidetone.Bus.Buses;

namespace Sidetone.Bus.Api;

/// <summary>Reads names out of what callers give: a name, or an ARN of any account and region.</summary>
internal static class BusNames
{
    private const string BusPart = ":event-bus/";
    private const string ArchivePart = ":archive/";

    /// <summary>The bus that a request means; the default one when it names none.</summary>
    public static string Bus(string? nameOrArn) =>
        nameOrArn is null ? EventBusRecord.DefaultName : After(nameOrArn, BusPart);

    /// <summary>The archive's name in its ARN.</summary>
    public static string Archive(string arn) => After(arn, ArchivePart);

    // Groups are kept apart by the group, so an ARN's account decides nothing.
    private static string After(string text, string part) =>
        Storable(text.IndexOf(part, StringComparison.Ordinal) is >= 0 and var at ? text[(at + part.Length)..] : text);

    /// <summary>A name that may be looked for in any store: PostgreSQL takes no zero, and nothing has one in its name.</summary>
    public static string Storable(string name) => name.Replace('\0', '?');
}
