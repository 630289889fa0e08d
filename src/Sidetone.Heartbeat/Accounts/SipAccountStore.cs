using System.Text;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Heartbeat.Accounts;

/// <summary>The SIP accounts of every group. Passwords are encrypted before they are stored.</summary>
public sealed class SipAccountStore(Database database, ISecretBox secrets)
{
    /// <summary>Adds an account, or replaces the one with its name; without a password the stored one stays.</summary>
    public Task PutAsync(Guid group, SipAccount account, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    """
                    INSERT INTO heartbeat_account (group_id, name, settings, password)
                    VALUES (@group, @name, @settings, @password)
                    ON CONFLICT (group_id, name) DO UPDATE SET settings = excluded.settings,
                        password = COALESCE(excluded.password, heartbeat_account.password)
                    """,
                    new
                    {
                        group = group.ToByteArray(bigEndian: true),
                        name = account.Name,
                        settings = account.ToJson().ToJsonString(),
                        password = account.Password is { } plain
                            ? secrets.Encrypt(Encoding.UTF8.GetBytes(plain), Context(group, account.Name))
                            : null,
                    },
                    stop
                ),
            cancellation
        );

    /// <summary>Every account of a group by name, without passwords.</summary>
    public async Task<IReadOnlyList<SipAccount>> ListAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<string>(
            "SELECT settings FROM heartbeat_account WHERE group_id = @group ORDER BY name",
            new { group = group.ToByteArray(bigEndian: true) },
            cancellation
        );
        return [.. rows.Select(SipAccount.Parse)];
    }

    /// <summary>One account with its password; null when there is none.</summary>
    /// <exception cref="SecretUnreadableException">The key file is not the one it was stored under.</exception>
    public async Task<SipAccount?> FindAsync(Guid group, string name, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<Row>(
            "SELECT settings AS Settings, password AS Password FROM heartbeat_account WHERE group_id = @group AND name = @name",
            new { group = group.ToByteArray(bigEndian: true), name },
            cancellation
        );
        if (rows.Count == 0)
        {
            return null;
        }

        var account = SipAccount.Parse(rows[0].Settings);
        return rows[0].Password is { } box
            ? account with
            {
                Password = Encoding.UTF8.GetString(secrets.Decrypt(box, Context(group, name))),
            }
            : account;
    }

    /// <summary>Removes an account; false when there was none. Heartbeats that name it fail until there is one again.</summary>
    public async Task<bool> RemoveAsync(Guid group, string name, CancellationToken cancellation) =>
        await database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    "DELETE FROM heartbeat_account WHERE group_id = @group AND name = @name",
                    new { group = group.ToByteArray(bigEndian: true), name },
                    stop
                ),
            cancellation
        ) > 0;

    private static string Context(Guid group, string name) => $"sip-account/{group}/{name}";

    private sealed class Row
    {
        public string Settings { get; init; } = "";
        public byte[]? Password { get; init; }
    }
}
