namespace Sidetone.Groups;

/// <summary>What a key may do.</summary>
internal enum KeyRole
{
    /// <summary>Only write: it stands in a page, where anyone may read it.</summary>
    Ingest,

    /// <summary>Read events, calls and settings of its group.</summary>
    Read,

    /// <summary>Everything within its group.</summary>
    Admin,
}

/// <summary>A key as it is listed: everything but the key itself, which only its hash remembers.</summary>
internal sealed record AccessKey
{
    /// <summary>The first 16 hexadecimal digits of the key's hash: whoever holds a key can find it in the list.</summary>
    public required string Id { get; init; }

    /// <summary>The group it belongs to.</summary>
    public required Guid GroupId { get; init; }

    /// <summary>What it may do.</summary>
    public required KeyRole Role { get; init; }

    /// <summary>What people call it; may be empty.</summary>
    public required string Label { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused; null while nobody revoked it. In the future during a rotation.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A key that was just made; the token is shown this once.</summary>
internal sealed record CreatedKey(string Token, AccessKey Key);
