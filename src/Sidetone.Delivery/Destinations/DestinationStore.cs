using System.Data.Common;
using System.Text;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Delivery.Destinations;

/// <summary>The destinations of every group. Secrets are encrypted before they are stored.</summary>
public sealed class DestinationStore(Database database, ISecretBox secrets)
{
    private const string Columns = """
        id AS Id, group_id AS GroupId, name AS Name, kind AS Kind, settings AS Settings, secrets AS Secrets,
        source_prefix AS SourcePrefix, bus_name AS BusName, account AS Account, region AS Region,
        enabled AS Enabled, takes_all AS TakesAll, revision AS Revision
        """;

    /// <summary>Adds a destination, or changes the one with its id.</summary>
    public Task PutAsync(DestinationRecord destination, CancellationToken cancellation) =>
        database.WriteAsync(
            async (transaction, stop) =>
            {
                await PutAsync(transaction, destination, stop);
                return true;
            },
            cancellation
        );

    /// <summary>Within a transaction: adds a destination, or changes the one with its id.</summary>
    public Task PutAsync(DbTransaction transaction, DestinationRecord destination, CancellationToken cancellation) =>
        PutAsync(
            transaction,
            destination,
            destination.Secrets is { } plain
                ? secrets.Encrypt(Encoding.UTF8.GetBytes(plain), Context(destination.Id))
                : null,
            cancellation
        );

    /// <summary>Within a transaction: adds a destination that has no secrets, which needs no key file.</summary>
    /// <exception cref="ArgumentException">It has secrets.</exception>
    public static Task AddOpenAsync(
        DbTransaction transaction,
        DestinationRecord destination,
        CancellationToken cancellation
    ) =>
        destination.Secrets is null
            ? PutAsync(transaction, destination, null, cancellation)
            : throw new ArgumentException("The destination has secrets.", nameof(destination));

    private static Task<int> PutAsync(
        DbTransaction transaction,
        DestinationRecord destination,
        byte[]? encrypted,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO destination
                (id, group_id, name, kind, settings, secrets, source_prefix, bus_name, account, region, enabled,
                    takes_all, revision)
            VALUES (@id, @group, @name, @kind, @settings, @secrets, @prefix, @bus, @account, @region, @enabled,
                @takesAll, 1)
            ON CONFLICT (id) DO UPDATE SET
                name = excluded.name, kind = excluded.kind, settings = excluded.settings, secrets = excluded.secrets,
                source_prefix = excluded.source_prefix, bus_name = excluded.bus_name, account = excluded.account,
                region = excluded.region, enabled = excluded.enabled,
                takes_all = excluded.takes_all, revision = destination.revision + 1
            """,
            new
            {
                id = destination.Id.ToBytes(),
                group = destination.Group.ToByteArray(bigEndian: true),
                name = destination.Name,
                kind = destination.Kind,
                settings = destination.Settings,
                secrets = encrypted,
                prefix = destination.SourcePrefix,
                bus = destination.BusName,
                account = destination.Account,
                region = destination.Region,
                enabled = destination.Enabled ? 1L : 0L,
                takesAll = destination.TakesAll ? 1L : 0L,
            },
            cancellation
        );

    /// <summary>Every destination of a group, by name.</summary>
    /// <exception cref="SecretUnreadableException">The key file is not the one they were stored under.</exception>
    public async Task<IReadOnlyList<DestinationRecord>> ListAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<Row>(
            $"SELECT {Columns} FROM destination WHERE group_id = @group ORDER BY name",
            new { group = group.ToByteArray(bigEndian: true) },
            cancellation
        );
        return [.. rows.Select(ToRecord)];
    }

    /// <summary>One destination; null when there is none.</summary>
    /// <exception cref="SecretUnreadableException">The key file is not the one it was stored under.</exception>
    public async Task<DestinationRecord?> FindAsync(DestinationId id, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<Row>(
            $"SELECT {Columns} FROM destination WHERE id = @id",
            new { id = id.ToBytes() },
            cancellation
        );
        return rows.Count == 0 ? null : ToRecord(rows[0]);
    }

    /// <summary>Within a transaction: the ids of a group's destinations, to which its new events go.</summary>
    /// <remarks>Those that are switched off are among them: their events wait until they are switched on.</remarks>
    public static async Task<IReadOnlyList<DestinationId>> IdsAsync(
        DbTransaction transaction,
        Guid group,
        CancellationToken cancellation
    )
    {
        var ids = await transaction.QueryAsync<byte[]>(
            "SELECT id FROM destination WHERE group_id = @group AND takes_all = 1",
            new { group = group.ToByteArray(bigEndian: true) },
            cancellation
        );
        return [.. ids.Select(id => DestinationId.Parse(id))];
    }

    /// <summary>Removes a destination; what was still to be sent there is set aside, and so stays visible.</summary>
    public Task RemoveAsync(DestinationId id, CancellationToken cancellation) =>
        database.WriteAsync((transaction, stop) => RemoveAsync(transaction, id, stop), cancellation);

    /// <summary>Within a transaction: removes a destination, as <see cref="RemoveAsync(DestinationId, CancellationToken)"/> does.</summary>
    public static async Task<int> RemoveAsync(
        DbTransaction transaction,
        DestinationId id,
        CancellationToken cancellation
    )
    {
        await transaction.ExecuteAsync(
            """
            UPDATE outbox_delivery SET state = 3, claim_owner = NULL, claim_token = claim_token + 1,
                last_error = 'The destination was removed.'
            WHERE destination_id = @id AND state < 2
            """,
            new { id = id.ToBytes() },
            cancellation
        );
        await transaction.ExecuteAsync(
            "DELETE FROM destination_condition WHERE destination_id = @id",
            new { id = id.ToBytes() },
            cancellation
        );
        return await transaction.ExecuteAsync(
            "DELETE FROM destination WHERE id = @id",
            new { id = id.ToBytes() },
            cancellation
        );
    }

    private static string Context(DestinationId id) => $"destination/{id}";

    private DestinationRecord ToRecord(Row row)
    {
        var id = DestinationId.Parse(row.Id);
        return new DestinationRecord
        {
            Id = id,
            Group = new Guid(row.GroupId, bigEndian: true),
            Name = row.Name,
            Kind = row.Kind,
            Settings = row.Settings,
            Secrets = row.Secrets is { } box ? Encoding.UTF8.GetString(secrets.Decrypt(box, Context(id))) : null,
            SourcePrefix = row.SourcePrefix,
            BusName = row.BusName,
            Account = row.Account,
            Region = row.Region,
            Enabled = row.Enabled != 0,
            TakesAll = row.TakesAll != 0,
            Revision = row.Revision,
        };
    }

    private sealed class Row
    {
        public byte[] Id { get; init; } = [];
        public byte[] GroupId { get; init; } = [];
        public string Name { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Settings { get; init; } = "";
        public byte[]? Secrets { get; init; }
        public string SourcePrefix { get; init; } = "";
        public string BusName { get; init; } = "";
        public string Account { get; init; } = "";
        public string Region { get; init; } = "";
        public long Enabled { get; init; }
        public long TakesAll { get; init; }
        public long Revision { get; init; }
    }
}
