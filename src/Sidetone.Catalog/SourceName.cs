using System.Diagnostics.CodeAnalysis;

namespace Sidetone.Catalog;

/// <summary>
/// The source of an event: <c>{prefix}/{groupId}/{busName}</c>, of which only the prefix may hold a slash.
/// </summary>
public sealed record SourceName
{
    /// <summary>
    /// The prefix of the published catalog. Only its owner can send it to AWS: PutEvents refuses sources that begin
    /// with <c>aws.</c>.
    /// </summary>
    public const string PublishedPrefix = "aws.partner/operata.com";

    /// <summary>The prefix for buses in AWS unless another is set.</summary>
    public const string OpenPrefix = "sidetone";

    /// <summary>Makes a source.</summary>
    /// <param name="prefix">The prefix, such as <see cref="PublishedPrefix"/>.</param>
    /// <param name="groupId">The group's id, without a slash.</param>
    /// <param name="busName">The bus's name, without a slash.</param>
    /// <exception cref="ArgumentException">A part is empty, or the group or the bus has a slash.</exception>
    public SourceName(string prefix, string groupId, string busName)
    {
        Prefix = Part(prefix, nameof(prefix), slashes: true);
        GroupId = Part(groupId, nameof(groupId), slashes: false);
        BusName = Part(busName, nameof(busName), slashes: false);
    }

    /// <summary>Gets what stands before the group.</summary>
    public string Prefix { get; }

    /// <summary>Gets the group's id.</summary>
    public string GroupId { get; }

    /// <summary>Gets the bus's name.</summary>
    public string BusName { get; }

    /// <summary>Reads a source.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">The source; null when the text has another form.</param>
    /// <returns>Whether the text has the form.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SourceName? source)
    {
        source = null;
        var busSlash = text?.LastIndexOf('/') ?? -1;
        var groupSlash = busSlash > 0 ? text!.LastIndexOf('/', busSlash - 1) : -1;
        if (text is null || groupSlash <= 0 || busSlash == groupSlash + 1 || busSlash == text.Length - 1)
        {
            return false;
        }

        source = new SourceName(text[..groupSlash], text[(groupSlash + 1)..busSlash], text[(busSlash + 1)..]);
        return true;
    }

    /// <summary>Gives the source as it stands in an event.</summary>
    public override string ToString() => $"{Prefix}/{GroupId}/{BusName}";

    private static string Part(string value, string name, bool slashes)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return slashes || !value.Contains('/', StringComparison.Ordinal)
            ? value
            : throw new ArgumentException("The part of a source must not hold a slash.", name);
    }
}
