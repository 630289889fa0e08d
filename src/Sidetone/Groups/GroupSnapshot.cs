using System.Collections.Frozen;
using Sidetone.Privacy;

namespace Sidetone.Groups;

/// <summary>A group as it was when the database was last asked, with what is worked out of its settings once.</summary>
internal sealed class GroupSnapshot
{
    public required AccountGroup Group { get; init; }
    public required long SettingsVersion { get; init; }
    public required GroupSettings Settings { get; init; }
    public required FrozenSet<string> Origins { get; init; }
    public required Redaction Redaction { get; init; }

    /// <summary>Whether the group lets pages of an origin send.</summary>
    public bool Allows(string origin) => Origins.Contains(origin) || Origins.Contains("*");
}

/// <summary>Who came with a key.</summary>
internal sealed class KeyHolder
{
    public required string Id { get; init; }
    public required byte[] Hash { get; init; }
    public required KeyRole Role { get; init; }
    public required long RevokedAtMs { get; init; }
    public required GroupSnapshot Group { get; init; }
    public required Allowance Allowance { get; init; }
}
