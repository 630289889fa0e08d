using System.Data.Common;
using Sidetone.Heartbeat.Reading;
using Sidetone.Heartbeat.Schedules;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Definitions;

/// <summary>A heartbeat as it is stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Group">The group it belongs to.</param>
/// <param name="Definition">What it does.</param>
/// <param name="Revision">Grows with every change.</param>
/// <param name="Next">When it dials next by its schedule, jitter included; null when nothing is scheduled.</param>
public sealed record StoredHeartbeat(
    Guid Id,
    Guid Group,
    HeartbeatDefinition Definition,
    long Revision,
    DateTimeOffset? Next
);

/// <summary>The heartbeats of every group.</summary>
public sealed class HeartbeatStore(Database database, TimeProvider time)
{
    /// <summary>The channel that announces a new schedule or a queued job.</summary>
    public const string Channel = "heartbeat";

    // Each is a row that every look at what is due may touch.
    private const int PerGroupMax = 10_000;

    private const string Columns =
        "id AS Id, group_id AS GroupId, definition AS Definition, revision AS Revision, due_at AS DueAt";

    /// <summary>Adds a heartbeat.</summary>
    /// <exception cref="DefinitionException">
    /// There is one of its name, or too many, or something that it names is not there.
    /// </exception>
    public async Task<StoredHeartbeat> AddAsync(
        Guid group,
        HeartbeatDefinition definition,
        CancellationToken cancellation
    )
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        await WriteAsync(
            async (transaction, stop) =>
            {
                var count = await transaction.ScalarAsync<long>(
                    "SELECT COUNT(*) FROM heartbeat WHERE group_id = @group",
                    new { group = Bytes(group) },
                    stop
                );
                if (count >= PerGroupMax)
                {
                    throw new DefinitionException(
                        "$",
                        $"is one more than the {PerGroupMax} heartbeats a group may have."
                    );
                }

                await HeartbeatReferences.RequireAsync(transaction, group, definition, stop);
                var slot = await FirstSlotAsync(transaction, definition, stop);
                var added = await transaction.ExecuteAsync(
                    """
                    INSERT INTO heartbeat (id, group_id, name, definition, revision, cursor_at, due_at)
                    VALUES (@id, @group, @name, @definition, 1, @cursor, @due)
                    ON CONFLICT (group_id, name) DO NOTHING
                    """,
                    Row(id, group, definition, slot),
                    stop
                );
                return added > 0 ? true : throw Taken(definition.Name);
            },
            cancellation
        );
        return await FindAsync(group, id, cancellation) ?? throw Gone(id);
    }

    /// <summary>
    /// Replaces a heartbeat; null when there is none. A changed schedule begins with its first slot from now on; the same
    /// schedule goes on where it was.
    /// </summary>
    /// <exception cref="DefinitionException">Another one has its name, or something that it names is not there.</exception>
    public async Task<StoredHeartbeat?> ReplaceAsync(
        Guid group,
        Guid id,
        HeartbeatDefinition definition,
        CancellationToken cancellation
    )
    {
        await WriteAsync(
            async (transaction, stop) =>
            {
                var stored = await transaction.QueryAsync<StoredRow>(
                    $"SELECT {Columns} FROM heartbeat WHERE group_id = @group AND id = @id {database.Dialect.ForUpdate}",
                    new { group = Bytes(group), id = Bytes(id) },
                    stop
                );
                if (stored.Count == 0)
                {
                    return false;
                }

                var namesakes = await transaction.ScalarAsync<long>(
                    "SELECT COUNT(*) FROM heartbeat WHERE group_id = @group AND name = @name AND id <> @id",
                    new
                    {
                        group = Bytes(group),
                        name = definition.Name,
                        id = Bytes(id),
                    },
                    stop
                );
                if (namesakes > 0)
                {
                    throw Taken(definition.Name);
                }

                await HeartbeatReferences.RequireAsync(transaction, group, definition, stop);
                var goesOn = IsScheduledAs(DefinitionJson.Parse(stored[0].Definition), definition);
                var slot = goesOn ? null : await FirstSlotAsync(transaction, definition, stop);
                await transaction.ExecuteAsync(
                    $"""
                    UPDATE heartbeat SET name = @name, definition = @definition, revision = revision + 1
                        {(goesOn ? "" : ", cursor_at = @cursor, due_at = @due")}
                    WHERE id = @id AND group_id = @group
                    """,
                    Row(id, group, definition, slot),
                    stop
                );
                return true;
            },
            cancellation
        );
        return await FindAsync(group, id, cancellation);
    }

    /// <summary>Every heartbeat of a group, by name.</summary>
    public async Task<IReadOnlyList<StoredHeartbeat>> ListAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<StoredRow>(
            $"SELECT {Columns} FROM heartbeat WHERE group_id = @group ORDER BY name",
            new { group = Bytes(group) },
            cancellation
        );
        return [.. rows.Select(row => row.ToHeartbeat())];
    }

    /// <summary>One heartbeat; null when there is none.</summary>
    public async Task<StoredHeartbeat?> FindAsync(Guid group, Guid id, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<StoredRow>(
            $"SELECT {Columns} FROM heartbeat WHERE group_id = @group AND id = @id",
            new { group = Bytes(group), id = Bytes(id) },
            cancellation
        );
        return rows.Count == 0 ? null : rows[0].ToHeartbeat();
    }

    /// <summary>The heartbeat with an id or a name; null when there is none.</summary>
    public async Task<StoredHeartbeat?> FindAsync(Guid group, string idOrName, CancellationToken cancellation)
    {
        var byId = Guid.TryParse(idOrName, out var id) ? await FindAsync(group, id, cancellation) : null;
        if (byId is not null)
        {
            return byId;
        }

        var rows = await database.QueryAsync<StoredRow>(
            $"SELECT {Columns} FROM heartbeat WHERE group_id = @group AND name = @name",
            new { group = Bytes(group), name = idOrName },
            cancellation
        );
        return rows.Count == 0 ? null : rows[0].ToHeartbeat();
    }

    /// <summary>Removes a heartbeat; false when there was none. Its jobs stay until their retention is over.</summary>
    public async Task<bool> RemoveAsync(Guid group, Guid id, CancellationToken cancellation) =>
        await database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    "DELETE FROM heartbeat WHERE group_id = @group AND id = @id",
                    new { group = Bytes(group), id = Bytes(id) },
                    stop
                ),
            cancellation
        ) > 0;

    private static bool IsScheduledAs(HeartbeatDefinition before, HeartbeatDefinition after) =>
        Scheduled(before) == Scheduled(after);

    private static string Scheduled(HeartbeatDefinition definition)
    {
        var json = DefinitionJson.ToJson(definition);
        return $"{json["enabled"]} {json["schedule"]?.ToJsonString()} {json["jitterSeconds"]}";
    }

    private async Task WriteAsync(
        Func<DbTransaction, CancellationToken, Task<bool>> change,
        CancellationToken cancellation
    )
    {
        await database.WriteAsync(change, cancellation);
        await database.NotifyAsync(Channel, cancellation);
    }

    private async Task<DateTimeOffset?> FirstSlotAsync(
        DbTransaction transaction,
        HeartbeatDefinition definition,
        CancellationToken cancellation
    )
    {
        var now = await transaction.ScalarAsync<long>($"SELECT {database.Dialect.NowMs}", null, cancellation);
        return definition.Enabled ? definition.Schedule?.After(DateTimeOffset.FromUnixTimeMilliseconds(now)) : null;
    }

    private static object Row(Guid id, Guid group, HeartbeatDefinition definition, DateTimeOffset? slot) =>
        new
        {
            id = Bytes(id),
            group = Bytes(group),
            name = definition.Name,
            definition = DefinitionJson.ToJson(definition).ToJsonString(),
            cursor = slot?.ToUnixTimeMilliseconds(),
            due = slot is { } at
                ? (at + SlotJitter.Of(id, at, definition.Jitter)).ToUnixTimeMilliseconds()
                : (long?)null,
        };

    private static DefinitionException Taken(string name) => new("$.name", $"'{name}' is another heartbeat's.");

    private static InvalidOperationException Gone(Guid id) => new($"Heartbeat {id} was removed while it was made.");

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private sealed class StoredRow
    {
        public byte[] Id { get; init; } = [];
        public byte[] GroupId { get; init; } = [];
        public string Definition { get; init; } = "";
        public long Revision { get; init; }
        public long? DueAt { get; init; }

        public StoredHeartbeat ToHeartbeat() =>
            new(
                new Guid(Id, bigEndian: true),
                new Guid(GroupId, bigEndian: true),
                DefinitionJson.Parse(Definition),
                Revision,
                DueAt is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null
            );
    }
}
