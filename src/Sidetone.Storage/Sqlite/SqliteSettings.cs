namespace Sidetone.Storage.Sqlite;

/// <summary>Where the embedded database stands and how much of the machine it may take.</summary>
public sealed record SqliteSettings
{
    /// <summary>The folder of the database; it is made when it is not there. The file in it is <c>sidetone.db</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>How many changes may wait; what comes on top is refused with <see cref="StoreBusyException"/>.</summary>
    public int WaitingMax { get; init; } = 4096;

    /// <summary>
    /// How many changes are committed together at most. More only makes the first of them wait: one fsync is a small
    /// part of the time of 512 changes.
    /// </summary>
    public int GroupMax { get; init; } = 512;

    /// <summary>How many queries may run at once; each keeps a connection with a page cache of 1 MB.</summary>
    public int ReadersMax { get; init; } = 8;

    /// <summary>Pages the file may have at most, 0 for no bound but the disk. A page has 4,096 bytes.</summary>
    public long PagesMax { get; init; }
}
