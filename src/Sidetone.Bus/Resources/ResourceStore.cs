using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapper;
using Sidetone.Storage;

namespace Sidetone.Bus.Resources;

/// <summary>Every resource of every group's buses. What they are and how they may change, their own folders know.</summary>
/// <remarks>
/// Each change takes the next revision of its group, in the same transaction: who keeps rules in memory compares the
/// revision it read with the one in the store, and knows whether they are still the rules.
/// </remarks>
public sealed class ResourceStore(Database database)
{
    /// <summary>Runs a change; see <see cref="Database.WriteAsync"/>.</summary>
    public Task<T> ChangeAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    ) => database.WriteAsync(change, cancellation);

    /// <summary>
    /// Runs a change of a group's resources while no other of that group runs, on any node: what it finds first, such as
    /// that a name is free, is true until it commits.
    /// </summary>
    public Task<T> ChangeAsync<T>(
        Guid group,
        Func<DbTransaction, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    ) =>
        database.WriteAsync(
            async (transaction, token) =>
            {
                await transaction.ExecuteAsync(
                    """
                    INSERT INTO bus_revision (group_id, revision) VALUES (@key, 0)
                    ON CONFLICT (group_id) DO UPDATE SET revision = bus_revision.revision
                    """,
                    new { key = group.ToByteArray(bigEndian: true) },
                    token
                );
                return await change(transaction, token);
            },
            cancellation
        );

    /// <summary>One resource; null when there is none of that name.</summary>
    public async Task<T?> FindAsync<T>(Guid group, string parent, string name, CancellationToken cancellation)
        where T : class, IResource =>
        Read<T>(
                await database.QueryAsync<string>(
                    "SELECT body FROM bus_resource WHERE group_id = @key AND kind = @kind AND parent = @parent AND name = @name",
                    OneKey<T>(group, parent, name),
                    cancellation
                )
            )
            .SingleOrDefault();

    /// <summary>Within a transaction: one resource, locked until the end where the engine has more than one writer.</summary>
    public async Task<T?> FindAsync<T>(
        DbTransaction transaction,
        Guid group,
        string parent,
        string name,
        CancellationToken cancellation
    )
        where T : class, IResource =>
        Read<T>(
                await transaction.QueryAsync<string>(
                    $"""
                    SELECT body FROM bus_resource
                    WHERE group_id = @key AND kind = @kind AND parent = @parent AND name = @name {database.Dialect.ForUpdate}
                    """,
                    OneKey<T>(group, parent, name),
                    cancellation
                )
            )
            .SingleOrDefault();

    /// <summary>The resources of a kind within a parent, in ordinal order of their names; of any parent when it is null.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(Guid group, string? parent, CancellationToken cancellation)
        where T : class, IResource =>
        Read<T>(await database.QueryAsync<string>(ListStatement(parent), ListKey<T>(group, parent), cancellation));

    /// <summary>Within a transaction: as <see cref="ListAsync{T}(Guid, string?, CancellationToken)"/>.</summary>
    public static async Task<IReadOnlyList<T>> ListAsync<T>(
        DbTransaction transaction,
        Guid group,
        string? parent,
        CancellationToken cancellation
    )
        where T : class, IResource =>
        Read<T>(await transaction.QueryAsync<string>(ListStatement(parent), ListKey<T>(group, parent), cancellation));

    /// <summary>Within a transaction: adds a resource, or replaces the one of its name.</summary>
    public static async Task PutAsync<T>(
        DbTransaction transaction,
        Guid group,
        T resource,
        CancellationToken cancellation
    )
        where T : class, IResource
    {
        await transaction.ExecuteAsync(
            """
            INSERT INTO bus_resource (group_id, kind, parent, name, body) VALUES (@key, @kind, @parent, @name, @body)
            ON CONFLICT (group_id, kind, parent, name) DO UPDATE SET body = excluded.body
            """,
            new
            {
                key = group.ToByteArray(bigEndian: true),
                kind = (long)T.Kind,
                parent = resource.Parent,
                name = resource.Name,
                body = JsonSerializer.Serialize(resource, Shape<T>()),
            },
            cancellation
        );
        await AdvanceAsync(transaction, group, cancellation);
    }

    /// <summary>Within a transaction: removes a resource; false when there was none.</summary>
    public static async Task<bool> RemoveAsync<T>(
        DbTransaction transaction,
        Guid group,
        string parent,
        string name,
        CancellationToken cancellation
    )
        where T : class, IResource
    {
        var removed = await transaction.ExecuteAsync(
            "DELETE FROM bus_resource WHERE group_id = @key AND kind = @kind AND parent = @parent AND name = @name",
            OneKey<T>(group, parent, name),
            cancellation
        );
        if (removed > 0)
        {
            await AdvanceAsync(transaction, group, cancellation);
        }

        return removed > 0;
    }

    /// <summary>Within a transaction: the revision of a group's resources; 0 before the first.</summary>
    public static async Task<long> RevisionAsync(
        DbTransaction transaction,
        Guid group,
        CancellationToken cancellation
    ) =>
        await transaction.ScalarAsync<long?>(
            "SELECT revision FROM bus_revision WHERE group_id = @key",
            new { key = group.ToByteArray(bigEndian: true) },
            cancellation
        ) ?? 0;

    /// <summary>The revision of a group's resources on a connection; 0 before the first.</summary>
    internal static async Task<long> RevisionAsync(
        DbConnection connection,
        Guid group,
        CancellationToken cancellation
    ) =>
        await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                "SELECT revision FROM bus_revision WHERE group_id = @key",
                new { key = group.ToByteArray(bigEndian: true) },
                cancellationToken: cancellation
            )
        ) ?? 0;

    /// <summary>On a connection: as <see cref="ListAsync{T}(Guid, string?, CancellationToken)"/>.</summary>
    internal static async Task<IReadOnlyList<T>> ListAsync<T>(
        DbConnection connection,
        Guid group,
        string? parent,
        CancellationToken cancellation
    )
        where T : class, IResource =>
        Read<T>([
            .. await connection.QueryAsync<string>(
                new CommandDefinition(ListStatement(parent), ListKey<T>(group, parent), cancellationToken: cancellation)
            ),
        ]);

    private static Task<int> AdvanceAsync(DbTransaction transaction, Guid group, CancellationToken cancellation) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO bus_revision (group_id, revision) VALUES (@key, 1)
            ON CONFLICT (group_id) DO UPDATE SET revision = bus_revision.revision + 1
            """,
            new { key = group.ToByteArray(bigEndian: true) },
            cancellation
        );

    private static string ListStatement(string? parent) =>
        $"""
            SELECT body FROM bus_resource
            WHERE group_id = @key AND kind = @kind {(parent is null ? "" : "AND parent = @parent")}
            """;

    private static object ListKey<T>(Guid group, string? parent)
        where T : IResource =>
        new
        {
            key = group.ToByteArray(bigEndian: true),
            kind = (long)T.Kind,
            parent = parent ?? "",
        };

    private static object OneKey<T>(Guid group, string parent, string name)
        where T : IResource =>
        new
        {
            key = group.ToByteArray(bigEndian: true),
            kind = (long)T.Kind,
            parent,
            name,
        };

    // Sorted here: engines order texts as their locale does, and pages must not depend on it.
    private static T[] Read<T>(IReadOnlyList<string> bodies)
        where T : class, IResource =>
        [
            .. bodies
                .Select(Parse<T>)
                .OrderBy(one => one.Parent, StringComparer.Ordinal)
                .ThenBy(one => one.Name, StringComparer.Ordinal),
        ];

    private static T Parse<T>(string body)
        where T : class, IResource =>
        JsonSerializer.Deserialize(body, Shape<T>()) ?? throw new InvalidDataException($"A stored {T.Kind} is empty.");

    private static JsonTypeInfo<T> Shape<T>() => (JsonTypeInfo<T>)ResourceJson.Default.GetTypeInfo(typeof(T))!;
}
