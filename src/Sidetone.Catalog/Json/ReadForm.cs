namespace Sidetone.Catalog;

/// <summary>
/// How an object was written when it was read: its members' names in their order, each in the spelling found.
/// </summary>
/// <param name="Names">The names, known and unknown.</param>
internal sealed record ReadForm(string[] Names)
{
    /// <summary>The form of an item of a list that was null.</summary>
    public static readonly ReadForm Null = new([]);

    // An object may bring a hundred thousand unknown members; asking for each must not look at all.
    private const int FewNames = 32;

    private readonly HashSet<string>? _many =
        Names.Length > FewNames ? new HashSet<string>(Names, StringComparer.Ordinal) : null;

    public bool Has(string? name) => name is not null && (_many?.Contains(name) ?? Array.IndexOf(Names, name) >= 0);
}
