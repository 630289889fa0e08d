using System.Data.Common;
using Sidetone.Storage;

namespace Sidetone.Groups;

/// <summary>Keys in the database: their hashes, never the keys.</summary>
internal sealed class AccessKeyStore(Database database, TimeProvider time)
{
    private const string Columns = "id, group_id, role, label, created_at, revoked_at";
    private const int LabelLengthMax = 128;

    /// <summary>A group's keys, revoked ones too, oldest first.</summary>
    public Task<List<AccessKey>> ListAsync(Guid group, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, token) =>
                connection.ListAsync(
                    $"SELECT {Columns} FROM access_key WHERE group_id = @group ORDER BY created_at, id",
                    [("@group", GroupStore.Text(group))],
                    Read,
                    token
                ),
            cancellation
        );

    /// <summary>Makes a key; running servers accept it within two seconds.</summary>
    /// <exception cref="GroupException">There is no such group, or the label cannot be used.</exception>
    public async Task<CreatedKey> CreateAsync(Guid group, KeyRole role, string label, CancellationToken cancellation)
    {
        var made = Make(group, role, label, time.GetUtcNow());
        await ChangeAsync(
            async (transaction, token) =>
            {
                await RequireGroupAsync(transaction, group, token);
                await InsertAsync(transaction, made, token);
                return true;
            },
            cancellation
        );
        return made.AsCreated();
    }

    /// <summary>Revokes a key; running servers refuse it within two seconds.</summary>
    /// <exception cref="GroupException">The group has no such key, or it is revoked already.</exception>
    public Task RevokeAsync(Guid group, string keyId, CancellationToken cancellation) =>
        ChangeAsync(
            async (transaction, token) =>
            {
                await RevokeAsync(transaction, group, keyId, time.GetUtcNow(), token);
                return true;
            },
            cancellation
        );

    /// <summary>Makes a key of the same role and label, and revokes the old one after a grace time.</summary>
    /// <exception cref="GroupException">The group has no such key, or it is revoked already.</exception>
    public async Task<CreatedKey> RotateAsync(Guid group, string keyId, TimeSpan grace, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var made = await ChangeAsync(
            async (transaction, token) =>
            {
                var old = await RevokeAsync(transaction, group, keyId, now + grace, token);
                var next = Make(group, old.Role, old.Label, now);
                await InsertAsync(transaction, next, token);
                return next;
            },
            cancellation
        );
        return made.AsCreated();
    }

    internal static MadeKey Make(Guid group, KeyRole role, string label, DateTimeOffset now)
    {
        if (label.Length > LabelLengthMax || label.Any(char.IsControl))
        {
            throw new GroupException($"A key's label has at most {LabelLengthMax} printable characters.");
        }

        var token = KeyToken.Create(role);
        var hash = KeyToken.Hash(token);
        var key = new AccessKey
        {
            Id = KeyToken.IdOf(hash),
            GroupId = group,
            Role = role,
            Label = label,
            CreatedAt = now,
        };
        return new MadeKey(token, hash, key);
    }

    internal static Task<int> InsertAsync(DbTransaction transaction, MadeKey made, CancellationToken cancellation) =>
        transaction.RunAsync(
            $"INSERT INTO access_key (hash, {Columns}) VALUES (@hash, @id, @group, @role, @label, @now, NULL)",
            [
                ("@hash", made.Hash),
                ("@id", made.Key.Id),
                ("@group", GroupStore.Text(made.Key.GroupId)),
                ("@role", KeyToken.NameOf(made.Key.Role)),
                ("@label", made.Key.Label),
                ("@now", made.Key.CreatedAt.ToUnixTimeMilliseconds()),
            ],
            cancellation
        );

    private async Task<T> ChangeAsync<T>(
        Func<DbTransaction, CancellationToken, Task<T>> change,
        CancellationToken cancellation
    )
    {
        var result = await database.WriteAsync(
            async (transaction, token) =>
            {
                var result = await change(transaction, token);
                await GroupStore.TouchAsync(transaction, token);
                return result;
            },
            cancellation
        );
        await database.NotifyAsync(GroupStore.Channel, cancellation);
        return result;
    }

    private static async Task<AccessKey> RevokeAsync(
        DbTransaction transaction,
        Guid group,
        string keyId,
        DateTimeOffset at,
        CancellationToken cancellation
    )
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        // A key whose grace time still runs may be revoked at once; one that is refused already may not.
        var revoked = await connection.ListAsync(
            $"""
            UPDATE access_key SET revoked_at = @at
            WHERE id = @id AND group_id = @group AND (revoked_at IS NULL OR revoked_at > @at)
            RETURNING {Columns}
            """,
            [("@at", at.ToUnixTimeMilliseconds()), ("@id", keyId), ("@group", GroupStore.Text(group))],
            Read,
            cancellation,
            transaction
        );
        return revoked.FirstOrDefault()
            ?? throw new GroupException($"The group has no key '{keyId}', or it is revoked already.");
    }

    private static async Task RequireGroupAsync(DbTransaction transaction, Guid group, CancellationToken cancellation)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
        var found = await connection.ListAsync(
            "SELECT id FROM account_group WHERE id = @id",
            [("@id", GroupStore.Text(group))],
            static row => row.GetString(0),
            cancellation,
            transaction
        );
        if (found.Count == 0)
        {
            throw new GroupException($"There is no group {group}.");
        }
    }

    private static AccessKey Read(DbDataReader row) =>
        new()
        {
            Id = row.GetString(0),
            GroupId = Guid.Parse(row.GetString(1)),
            Role = KeyToken.RoleOf(row.GetString(2)),
            Label = row.GetString(3),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
            RevokedAt = row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        };
}

/// <summary>A key between being made and being stored.</summary>
internal sealed record MadeKey(string Token, byte[] Hash, AccessKey Key)
{
    public CreatedKey AsCreated() => new(Token, Key);
}
