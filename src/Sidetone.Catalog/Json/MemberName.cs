namespace Sidetone.Catalog;

/// <summary>The name of a member, and in which profile it is written how.</summary>
/// <param name="Name">The published name, or the only one.</param>
/// <param name="Other">The spelling of the 2025 profile, where it differs.</param>
/// <param name="Only2025">Whether only the 2025 profile has the member.</param>
internal readonly record struct MemberName(string Name, string? Other = null, bool Only2025 = false)
{
    public static implicit operator MemberName(string name) => new(name);

    public static MemberName In2025(string name) => new(name, Only2025: true);

    /// <summary>The name to write in a profile; null when the profile does not have the member.</summary>
    public string? For(CatalogProfile profile) =>
        profile == CatalogProfile.V2025 ? Other ?? Name
        : Only2025 ? null
        : Name;

    public bool Matches(string name) =>
        string.Equals(name, Name, StringComparison.Ordinal) || string.Equals(name, Other, StringComparison.Ordinal);
}
