namespace Sidetone.Groups;

/// <summary>A tenant: its calls, keys, settings and events are its own, and no other group sees them.</summary>
/// <param name="Id">Its id, which stands in the <c>source</c> of its events.</param>
/// <param name="Name">What people call it; unique on a server.</param>
/// <param name="Account">The 12-digit account that its events carry.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record AccountGroup(Guid Id, string Name, string Account, DateTimeOffset CreatedAt)
{
    /// <summary>The account of a group that names none.</summary>
    public const string DefaultAccount = "000000000000";

    /// <summary>The longest name, in characters.</summary>
    public const int NameLengthMax = 128;
}

/// <summary>A group as it was just made, with its first keys, which are shown this once.</summary>
internal sealed record CreatedGroup
{
    public required AccountGroup Group { get; init; }
    public required string IngestKey { get; init; }
    public required string ReadKey { get; init; }
    public required string AdminKey { get; init; }
}

/// <summary>A group's settings and the number they are stored under, which a summary keeps.</summary>
internal sealed record VersionedSettings(long Version, GroupSettings Settings);

/// <summary>What was asked of a group cannot be done, and the message says why.</summary>
internal sealed class GroupException(string message) : Exception(message);
