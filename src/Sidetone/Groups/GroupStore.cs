using System.Data.Common;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Storage;

namespace Sidetone.Groups;

/// <summary>Groups and their settings in the database. The command line and the server use the same one.</summary>
internal sealed class GroupStore(Database database, TimeProvider time)
{
    private const string GroupColumns = "id, name, account, created_at";

    /// <summary>What the group feature says to nodes when something changed.</summary>
    public const string Channel = "groups";

    /// <summary>Makes a group with settings, one key of each role, its partner event source and bus, and that bus as its destination.</summary>
    /// <exception cref="GroupException">The name or account cannot be used, or the name is taken.</exception>
    public async Task<CreatedGroup> CreateAsync(
        string name,
        string account,
        GroupSettings settings,
        CancellationToken cancellation
    )
    {
        CheckName(name);
        CheckAccount(account);
        var now = time.GetUtcNow();
        var group = new AccountGroup(Guid.CreateVersion7(now), name, account, now);
        var keys = new[] { KeyRole.Ingest, KeyRole.Read, KeyRole.Admin }
            .Select(role => AccessKeyStore.Make(group.Id, role, label: "first", now))
            .ToArray();
        await database.WriteAsync(
            async (transaction, token) =>
            {
                await InsertAsync(transaction, group, token);
                await InsertSettingsAsync(transaction, group.Id, 1, settings, token);
                foreach (var key in keys)
                {
                    await AccessKeyStore.InsertAsync(transaction, key, token);
                }

                await DestinationStore.AddOpenAsync(transaction, BuiltInBus.DestinationOf(group), token);
                await BuiltInBus.AddAsync(transaction, group, token);
                await TouchAsync(transaction, token);
                return true;
            },
            cancellation
        );
        await database.NotifyAsync(Channel, cancellation);
        return new CreatedGroup
        {
            Group = group,
            IngestKey = keys[0].Token,
            ReadKey = keys[1].Token,
            AdminKey = keys[2].Token,
        };
    }

    /// <summary>Every group, by name.</summary>
    public Task<List<AccountGroup>> ListAsync(CancellationToken cancellation) =>
        database.ReadAsync(
            (connection, token) =>
                connection.ListAsync($"SELECT {GroupColumns} FROM account_group ORDER BY name", [], Read, token),
            cancellation
        );

    /// <summary>The group with an id or a name; null when there is none.</summary>
    public async Task<AccountGroup?> FindAsync(string idOrName, CancellationToken cancellation)
    {
        var id = Guid.TryParse(idOrName, out var guid) ? Text(guid) : "";
        var found = await database.ReadAsync(
            (connection, token) =>
                connection.ListAsync(
                    $"SELECT {GroupColumns} FROM account_group WHERE id = @id OR name = @name",
                    [("@id", id), ("@name", idOrName)],
                    Read,
                    token
                ),
            cancellation
        );
        // A group may be named like another one's id; the id wins.
        return found.Find(group => group.Id == guid) ?? found.FirstOrDefault();
    }

    /// <summary>A group's settings as they are now.</summary>
    /// <exception cref="GroupException">There is no such group.</exception>
    public async Task<VersionedSettings> SettingsAsync(Guid group, CancellationToken cancellation) =>
        await database.ReadAsync(
            (connection, token) => LatestAsync(connection, transaction: null, group, token),
            cancellation
        ) ?? throw Missing(group);

    /// <summary>A group's settings as they were under a version; null when there never was one.</summary>
    public async Task<GroupSettings?> SettingsAsync(Guid group, long version, CancellationToken cancellation)
    {
        var found = await database.ReadAsync(
            (connection, token) =>
                connection.ListAsync(
                    "SELECT version, json FROM group_settings WHERE group_id = @group AND version = @version",
                    [("@group", Text(group)), ("@version", version)],
                    ReadSettings,
                    token
                ),
            cancellation
        );
        return found.FirstOrDefault()?.Settings;
    }

    /// <summary>Replaces the members that a JSON object names; the same settings again make no new version.</summary>
    /// <exception cref="GroupException">A member cannot be used, or there is no such group.</exception>
    public async Task<VersionedSettings> ChangeSettingsAsync(Guid group, string json, CancellationToken cancellation)
    {
        var changed = await database.WriteAsync(
            async (transaction, token) =>
            {
                var connection =
                    transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");
                var now = await LatestAsync(connection, transaction, group, token) ?? throw Missing(group);
                var next = GroupSettingsJson.Change(now.Settings, json);
                if (GroupSettingsJson.Write(next) == GroupSettingsJson.Write(now.Settings))
                {
                    return now;
                }

                await InsertSettingsAsync(transaction, group, now.Version + 1, next, token);
                await TouchAsync(transaction, token);
                return new VersionedSettings(now.Version + 1, next);
            },
            cancellation
        );
        await database.NotifyAsync(Channel, cancellation);
        return changed;
    }

    /// <summary>Says that something about groups or keys changed, in the transaction that changes it.</summary>
    internal static Task TouchAsync(DbTransaction transaction, CancellationToken cancellation) =>
        transaction.RunAsync("UPDATE group_state SET version = version + 1", [], cancellation);

    internal static string Text(Guid id) => id.ToString("D");

    internal static AccountGroup Read(DbDataReader row) =>
        new(
            Guid.Parse(row.GetString(0)),
            row.GetString(1),
            row.GetString(2),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))
        );

    internal static VersionedSettings ReadSettings(DbDataReader row) =>
        new(row.GetInt64(0), GroupSettingsJson.Change(GroupSettings.Default, row.GetString(1)));

    private static async Task<VersionedSettings?> LatestAsync(
        DbConnection connection,
        DbTransaction? transaction,
        Guid group,
        CancellationToken cancellation
    )
    {
        var found = await connection.ListAsync(
            "SELECT version, json FROM group_settings WHERE group_id = @group ORDER BY version DESC LIMIT 1",
            [("@group", Text(group))],
            ReadSettings,
            cancellation,
            transaction
        );
        return found.FirstOrDefault();
    }

    private static async Task InsertAsync(DbTransaction transaction, AccountGroup group, CancellationToken cancellation)
    {
        var added = await transaction.RunAsync(
            $"INSERT INTO account_group ({GroupColumns}) VALUES (@id, @name, @account, @now) ON CONFLICT DO NOTHING",
            [
                ("@id", Text(group.Id)),
                ("@name", group.Name),
                ("@account", group.Account),
                ("@now", group.CreatedAt.ToUnixTimeMilliseconds()),
            ],
            cancellation
        );
        if (added == 0)
        {
            throw new GroupException($"There is a group named '{group.Name}' already.");
        }
    }

    private Task<int> InsertSettingsAsync(
        DbTransaction transaction,
        Guid group,
        long version,
        GroupSettings settings,
        CancellationToken cancellation
    ) =>
        transaction.RunAsync(
            "INSERT INTO group_settings (group_id, version, json, created_at) VALUES (@group, @version, @json, @now)",
            [
                ("@group", Text(group)),
                ("@version", version),
                ("@json", GroupSettingsJson.Write(settings)),
                ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()),
            ],
            cancellation
        );

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > AccountGroup.NameLengthMax || name.Any(char.IsControl))
        {
            throw new GroupException($"A group's name has 1 to {AccountGroup.NameLengthMax} printable characters.");
        }
    }

    private static void CheckAccount(string account)
    {
        if (account.Length != 12 || !account.All(char.IsAsciiDigit))
        {
            throw new GroupException($"An account has exactly 12 digits; '{account}' has not.");
        }
    }

    private static GroupException Missing(Guid group) => new($"There is no group {group}.");
}
