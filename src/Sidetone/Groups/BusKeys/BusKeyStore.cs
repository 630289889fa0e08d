using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Groups.BusKeys;

/// <summary>Keys that sign requests to the bus. Checking a signature needs the secret again, so it is stored, sealed.</summary>
internal sealed class BusKeyStore(Database database, ISecretBox box, TimeProvider time)
{
    private const string Columns = "id, group_id, label, created_at, revoked_at";
    private const int LabelLengthMax = 128;
    private const string IdPrefix = "SKIA";
    private const string IdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A group's keys, revoked ones too, oldest first.</summary>
    public Task<List<BusKey>> ListAsync(Guid group, CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, token) =>
                connection.ListAsync(
                    $"SELECT {Columns} FROM bus_key WHERE group_id = @group ORDER BY created_at, id",
                    [("@group", GroupStore.Text(group))],
                    Read,
                    token
                ),
            cancellation
        );

    /// <summary>Makes a key; running servers accept it within two seconds.</summary>
    /// <exception cref="GroupException">The label cannot be used.</exception>
    public async Task<CreatedBusKey> CreateAsync(AccountGroup group, string label, CancellationToken cancellation)
    {
        if (label.Length > LabelLengthMax || label.Any(char.IsControl))
        {
            throw new GroupException($"A key's label has at most {LabelLengthMax} printable characters.");
        }

        // As long as those of AWS, so that tools which look at the length take them: 80 and 238 random bits.
        var secret = RandomNumberGenerator.GetString(SecretLetters, 40);
        var key = new BusKey
        {
            Id = IdPrefix + RandomNumberGenerator.GetString(IdLetters, 16),
            GroupId = group.Id,
            Label = label,
            CreatedAt = time.GetUtcNow(),
        };
        var sealedSecret = box.Encrypt(Encoding.UTF8.GetBytes(secret), BusKey.SecretContext(key.Id));
        await ChangeAsync(
            (transaction, token) =>
                transaction.RunAsync(
                    "INSERT INTO bus_key (id, group_id, label, secret, created_at) "
                        + "VALUES (@id, @group, @label, @secret, @now)",
                    [
                        ("@id", key.Id),
                        ("@group", GroupStore.Text(group.Id)),
                        ("@label", label),
                        ("@secret", sealedSecret),
                        ("@now", key.CreatedAt.ToUnixTimeMilliseconds()),
                    ],
                    token
                ),
            cancellation
        );
        return new CreatedBusKey(secret, key);
    }

    /// <summary>Revokes a key; running servers refuse it within two seconds.</summary>
    /// <exception cref="GroupException">The group has no such key, or it is revoked already.</exception>
    public Task RevokeAsync(Guid group, string id, CancellationToken cancellation) =>
        ChangeAsync(
            async (transaction, token) =>
            {
                var revoked = await transaction.RunAsync(
                    "UPDATE bus_key SET revoked_at = @now WHERE id = @id AND group_id = @group AND revoked_at IS NULL",
                    [
                        ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()),
                        ("@id", id),
                        ("@group", GroupStore.Text(group)),
                    ],
                    token
                );
                return revoked > 0
                    ? revoked
                    : throw new GroupException($"The group has no bus key '{id}', or it is revoked already.");
            },
            cancellation
        );

    private async Task ChangeAsync(
        Func<DbTransaction, CancellationToken, Task<int>> change,
        CancellationToken cancellation
    )
    {
        await database.WriteAsync(
            async (transaction, token) =>
            {
                await change(transaction, token);
                await GroupStore.TouchAsync(transaction, token);
                return true;
            },
            cancellation
        );
        await database.NotifyAsync(GroupStore.Channel, cancellation);
    }

    private static BusKey Read(DbDataReader row) =>
        new()
        {
            Id = row.GetString(0),
            GroupId = Guid.Parse(row.GetString(1)),
            Label = row.GetString(2),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
            RevokedAt = row.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        };
}
