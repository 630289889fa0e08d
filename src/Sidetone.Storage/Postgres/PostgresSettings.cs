namespace Sidetone.Storage.Postgres;

/// <summary>Where the served database is and how much of it one node may take.</summary>
public sealed record PostgresSettings
{
    /// <summary><c>postgres://user:password@host:port/database?sslmode=require</c>, or <c>Host=…;Username=…</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Connections of this node at most; one of them listens for notifications.</summary>
    public int ConnectionsMax { get; init; } = 20;

    /// <summary>Changes that run or wait for a connection at most; what comes on top is refused as busy.</summary>
    public int WaitingMax { get; init; } = 1024;
}
