using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Signing;
using Sidetone.Groups.BusKeys;
using Sidetone.Privacy;
using Sidetone.Serving;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Groups;

/// <summary>
/// The keys that open something, in memory: who holds a key is answered without asking the database. A whole
/// snapshot is replaced when the database says that something changed, which <see cref="KeyRingService"/> asks every second.
/// </summary>
/// <remarks>Its size is what operators have made, never what senders try: an unknown key leaves nothing behind.</remarks>
internal sealed class KeyRing(
    Database database,
    SecretKey secret,
    ISecretBox box,
    ServerOptions options,
    TimeProvider time
)
{
    private volatile Snapshot _snapshot = Snapshot.Empty;

    /// <summary>Whether there is any key at all.</summary>
    public bool IsEmpty => _snapshot.Holders.Count == 0;

    /// <summary>Whether some group lets pages of an origin send: all that a preflight, which carries no key, can be told.</summary>
    public bool AnyGroupAllows(string origin) => _snapshot.Origins.Contains(origin) || _snapshot.Origins.Contains("*");

    /// <summary>The group with an id; null when there is none.</summary>
    public GroupSnapshot? Group(Guid id) => _snapshot.Groups.GetValueOrDefault(id);

    /// <summary>Every group.</summary>
    public IReadOnlyCollection<GroupSnapshot> Groups => _snapshot.Groups.Values;

    /// <summary>The group that was made first; null when there is none.</summary>
    public GroupSnapshot? OldestGroup => _snapshot.Oldest;

    /// <summary>A group as the bus knows it.</summary>
    public BusTenant TenantOf(GroupSnapshot group) => new(group.Group.Id, group.Group.Account, options.Region);

    /// <summary>The key that signs requests to the bus under an access key id, unless it is revoked.</summary>
    public bool TryFindSigner(string id, [NotNullWhen(true)] out SigningKey? key) =>
        _snapshot.Signers.TryGetValue(id, out key);

    /// <summary>Who holds a key that is not revoked.</summary>
    public bool TryFind(ReadOnlySpan<char> token, [NotNullWhen(true)] out KeyHolder? holder)
    {
        Span<byte> bytes = stackalloc byte[KeyToken.LengthMax];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        holder = null;
        if (!Encoding.UTF8.TryGetBytes(token, bytes, out var length))
        {
            return false;
        }

        SHA256.HashData(bytes[..length], hash);
        return _snapshot.Holders.TryGetValue(BinaryPrimitives.ReadUInt128BigEndian(hash), out holder)
            && CryptographicOperations.FixedTimeEquals(holder.Hash, hash)
            && holder.RevokedAtMs > time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>Reads everything again if the database's version is another one.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        var current = _snapshot;
        var next = await database.ReadAsync(
            async (connection, token) =>
            {
                // The version is read first: a change that lands between makes the next refresh read again.
                var version = await connection.ListAsync(
                    "SELECT version FROM group_state",
                    [],
                    static row => row.GetInt64(0),
                    token
                );
                return version[0] == current.Version
                    ? current
                    : await LoadAsync(connection, version[0], current, token);
            },
            cancellation
        );
        _snapshot = next;
    }

    private async Task<Snapshot> LoadAsync(
        System.Data.Common.DbConnection connection,
        long version,
        Snapshot old,
        CancellationToken cancellation
    )
    {
        // Keys are read before groups: each read sees what is committed by then, and a group stands before its keys do.
        var keys = await connection.ListAsync(
            "SELECT hash, group_id, role, revoked_at, id FROM access_key WHERE revoked_at IS NULL OR revoked_at > @now",
            [("@now", time.GetUtcNow().ToUnixTimeMilliseconds())],
            static row => new KeyRow(
                row.GetString(4),
                (byte[])row.GetValue(0),
                Guid.Parse(row.GetString(1)),
                KeyToken.RoleOf(row.GetString(2)),
                row.IsDBNull(3) ? long.MaxValue : row.GetInt64(3)
            ),
            cancellation
        );
        var secrets = await connection.ListAsync(
            "SELECT id, group_id, secret FROM bus_key WHERE revoked_at IS NULL",
            [],
            static row => (Id: row.GetString(0), Group: Guid.Parse(row.GetString(1)), Secret: (byte[])row.GetValue(2)),
            cancellation
        );
        var groups = await connection.ListAsync(
            """
            SELECT g.id, g.name, g.account, g.created_at, s.version, s.json
            FROM account_group g JOIN group_settings s ON s.group_id = g.id
            WHERE s.version = (SELECT max(l.version) FROM group_settings l WHERE l.group_id = g.id)
            """,
            [],
            row => Made(GroupStore.Read(row), row.GetInt64(4), row.GetString(5)),
            cancellation
        );
        var byId = groups.ToFrozenDictionary(static group => group.Group.Id);
        var holders = keys.Select(key => Holder(key, byId[key.Group], old));
        var signers = secrets.Select(key => new SigningKey(
            key.Id,
            TenantOf(byId[key.Group]),
            Encoding.UTF8.GetString(box.Decrypt(key.Secret, BusKey.SecretContext(key.Id)))
        ));
        return new Snapshot
        {
            Version = version,
            Groups = byId,
            Signers = signers.ToFrozenDictionary(static key => key.Id, StringComparer.Ordinal),
            Oldest = groups.MinBy(static group => (group.Group.CreatedAt, group.Group.Id)),
            Holders = holders.ToFrozenDictionary(static holder => BinaryPrimitives.ReadUInt128BigEndian(holder.Hash)),
            Origins = groups
                .SelectMany(static group => group.Settings.AllowedOrigins)
                .ToFrozenSet(StringComparer.Ordinal),
        };
    }

    private KeyHolder Holder(KeyRow key, GroupSnapshot group, Snapshot old) =>
        new()
        {
            Id = key.Id,
            Hash = key.Hash,
            Role = key.Role,
            RevokedAtMs = key.RevokedAtMs,
            Group = group,
            // What a key has used of its allowance is not forgiven by a change of settings.
            Allowance =
                old.Holders.GetValueOrDefault(BinaryPrimitives.ReadUInt128BigEndian(key.Hash))?.Allowance
                ?? new Allowance(time),
        };

    private GroupSnapshot Made(AccountGroup group, long version, string json)
    {
        var settings = GroupSettingsJson.Change(GroupSettings.Default, json);
        return new GroupSnapshot
        {
            Group = group,
            SettingsVersion = version,
            Settings = settings,
            Origins = settings.AllowedOrigins.ToFrozenSet(StringComparer.Ordinal),
            Redaction = new Redaction(settings.FieldRules, secret.Derive("field-rule-hash/1", group.Id)),
        };
    }

    private sealed record KeyRow(string Id, byte[] Hash, Guid Group, KeyRole Role, long RevokedAtMs);

    private sealed class Snapshot
    {
        public static readonly Snapshot Empty = new()
        {
            Version = 0,
            Groups = FrozenDictionary<Guid, GroupSnapshot>.Empty,
            Signers = FrozenDictionary<string, SigningKey>.Empty,
            Holders = FrozenDictionary<UInt128, KeyHolder>.Empty,
            Origins = FrozenSet<string>.Empty,
        };

        public required long Version { get; init; }
        public required FrozenDictionary<Guid, GroupSnapshot> Groups { get; init; }
        public required FrozenDictionary<string, SigningKey> Signers { get; init; }
        public GroupSnapshot? Oldest { get; init; }
        public required FrozenDictionary<UInt128, KeyHolder> Holders { get; init; }
        public required FrozenSet<string> Origins { get; init; }
    }
}
