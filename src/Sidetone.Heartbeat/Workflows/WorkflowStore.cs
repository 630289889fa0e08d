using System.Data.Common;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Webhooks;
using Sidetone.Heartbeat.Reading;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Workflows;

/// <summary>The workflows of every group. A workflow's webhook is a destination of its own, with delivery's promises.</summary>
public sealed class WorkflowStore(Database database, DestinationStore destinations)
{
    /// <summary>The body of a workflow's webhook: the bare array, as the catalog prints it.</summary>
    public const string BareArray = "{{json detail.heartbeats}}";

    private const int PerGroupMax = 1_000;

    /// <summary>Adds a workflow, or replaces the one with its name, and its webhook.</summary>
    /// <param name="place">Whose it is and what its envelopes carry: as for any other destination of the group.</param>
    /// <param name="workflow">The workflow; of the one with its name the id stays.</param>
    /// <param name="webhook">Where to post; null for no webhook.</param>
    /// <param name="secrets">What nobody may read of the webhook.</param>
    /// <param name="cancellation">Stops the wait.</param>
    /// <exception cref="DefinitionException">The webhook cannot be used, or there are too many workflows.</exception>
    public async Task<Workflow> PutAsync(
        DestinationRecord place,
        Workflow workflow,
        WebhookSettings? webhook,
        WebhookSecrets secrets,
        CancellationToken cancellation
    )
    {
        var made = webhook is null ? null : Destination(place, workflow, webhook, secrets);
        return await database.WriteAsync(
            async (transaction, stop) =>
            {
                var known = await FindAsync(transaction, place.Group, workflow.Name, stop);
                await RequireRoomAsync(transaction, place.Group, known, stop);
                if (known?.Webhook is { } old)
                {
                    await DestinationStore.RemoveAsync(transaction, old, stop);
                }

                if (made is not null)
                {
                    await destinations.PutAsync(transaction, made, stop);
                }

                var stored = workflow with { Id = known?.Id ?? workflow.Id, Webhook = made?.Id };
                await InsertAsync(transaction, place.Group, stored, stop);
                return stored;
            },
            cancellation
        );
    }

    /// <summary>Every workflow of a group, by name.</summary>
    public async Task<IReadOnlyList<Workflow>> ListAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<Row>(
            $"SELECT {Columns} FROM heartbeat_workflow WHERE group_id = @group ORDER BY name",
            new { group = Bytes(group) },
            cancellation
        );
        return [.. rows.Select(row => row.ToWorkflow())];
    }

    /// <summary>Removes a workflow and its webhook; false when there was none.</summary>
    public Task<bool> RemoveAsync(Guid group, string name, CancellationToken cancellation) =>
        database.WriteAsync(
            async (transaction, stop) =>
            {
                if (await FindAsync(transaction, group, name, stop) is not { } known)
                {
                    return false;
                }

                if (known.Webhook is { } webhook)
                {
                    await DestinationStore.RemoveAsync(transaction, webhook, stop);
                }

                await transaction.ExecuteAsync(
                    "DELETE FROM heartbeat_workflow WHERE id = @id",
                    new { id = Bytes(known.Id) },
                    stop
                );
                return true;
            },
            cancellation
        );

    /// <summary>Within a transaction: the workflows with these names; a name that there is none of is passed over.</summary>
    internal static async Task<IReadOnlyList<Workflow>> NamedAsync(
        DbTransaction transaction,
        Guid group,
        IReadOnlyList<string> names,
        CancellationToken cancellation
    )
    {
        var found = new List<Workflow>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (await FindAsync(transaction, group, name, cancellation) is { } workflow)
            {
                found.Add(workflow);
            }
        }

        return found;
    }

    private const string Columns = "id AS Id, settings AS Settings, destination_id AS DestinationId";

    private static async Task<Workflow?> FindAsync(
        DbTransaction transaction,
        Guid group,
        string name,
        CancellationToken cancellation
    )
    {
        var rows = await transaction.QueryAsync<Row>(
            $"SELECT {Columns} FROM heartbeat_workflow WHERE group_id = @group AND name = @name",
            new { group = Bytes(group), name },
            cancellation
        );
        return rows.Count == 0 ? null : rows[0].ToWorkflow();
    }

    private static DestinationRecord Destination(
        DestinationRecord place,
        Workflow workflow,
        WebhookSettings webhook,
        WebhookSecrets secrets
    )
    {
        try
        {
            return NewDestination.Webhook(
                place with
                {
                    Name = $"heartbeat workflow {workflow.Name}",
                    TakesAll = false,
                },
                webhook with
                {
                    Template = webhook.Template ?? BareArray,
                },
                secrets
            );
        }
        catch (DestinationSettingsException wrong)
        {
            throw new DefinitionException("$.webhook", wrong.Message);
        }
    }

    private static async Task RequireRoomAsync(
        DbTransaction transaction,
        Guid group,
        Workflow? known,
        CancellationToken cancellation
    )
    {
        var count = await transaction.ScalarAsync<long>(
            "SELECT COUNT(*) FROM heartbeat_workflow WHERE group_id = @group",
            new { group = Bytes(group) },
            cancellation
        );
        if (known is null && count >= PerGroupMax)
        {
            throw new DefinitionException("$", $"is one more than the {PerGroupMax} workflows a group may have.");
        }
    }

    private static Task<int> InsertAsync(
        DbTransaction transaction,
        Guid group,
        Workflow workflow,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO heartbeat_workflow (id, group_id, name, settings, destination_id)
            VALUES (@id, @group, @name, @settings, @destination)
            ON CONFLICT (group_id, name) DO UPDATE SET
                settings = excluded.settings, destination_id = excluded.destination_id
            """,
            new
            {
                id = Bytes(workflow.Id),
                group = Bytes(group),
                name = workflow.Name,
                settings = workflow.ToJson().ToJsonString(),
                destination = workflow.Webhook?.ToBytes(),
            },
            cancellation
        );

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private sealed class Row
    {
        public byte[] Id { get; init; } = [];
        public string Settings { get; init; } = "";
        public byte[]? DestinationId { get; init; }

        public Workflow ToWorkflow() =>
            Workflow.Parse(Settings, new Guid(Id, bigEndian: true)) with
            {
                Webhook = DestinationId is { } bytes ? Delivery.Destinations.DestinationId.Parse(bytes) : null,
            };
    }
}
