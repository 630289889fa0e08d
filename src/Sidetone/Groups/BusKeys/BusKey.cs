namespace Sidetone.Groups.BusKeys;

/// <summary>A key that signs requests to the bus, as it is listed: without its secret.</summary>
internal sealed record BusKey
{
    /// <summary>The access key id: 20 characters, open.</summary>
    public required string Id { get; init; }

    /// <summary>The group whose buses it opens.</summary>
    public required Guid GroupId { get; init; }

    /// <summary>What people call it; may be empty.</summary>
    public required string Label { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused; null while nobody revoked it.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Where its secret box opens.</summary>
    public static string SecretContext(string id) => $"bus-key/{id}";
}

/// <summary>A key that was just made; the secret is shown this once.</summary>
internal sealed record CreatedBusKey(string Secret, BusKey Key);
