using System.Data.Common;
using Sidetone.Groups;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Platforms.Connect.Contacts;

/// <summary>Whose a contact is. Amazon Connect connects one agent to a contact; a transfer is a contact of its own.</summary>
/// <remarks>
/// <code>
///  not known yet ──name learned──▶ known: what was logged without becomes part of the agent's call
///       │
///       └──its call is closed──▶ never: the call stays as it was sent, and the name is a fact of it
/// </code>
/// </remarks>
internal sealed class ContactAgents(Database database, ITelemetryLog log)
{
    /// <summary>The agents of contacts, noting what is new; an empty one where it is not known.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(
        GroupSnapshot group,
        IReadOnlyList<ContactClue> clues,
        CancellationToken cancellation
    )
    {
        var known = (await ReadAsync(group, clues, cancellation)).ToDictionary(row => row.ContactId);
        var news = clues.Where(clue => IsNews(clue, known.GetValueOrDefault(clue.ContactId))).ToList();
        if (news.Count > 0)
        {
            var isDue = await database.WriteAsync(
                (transaction, stop) => NoteAsync(transaction, group, news, stop),
                cancellation
            );
            if (isDue)
            {
                await database.NotifyAsync(TelemetryLog.DueChannel, cancellation);
            }

            known = (await ReadAsync(group, clues, cancellation)).ToDictionary(row => row.ContactId);
        }

        return known.ToDictionary(row => row.Key, row => row.Value.Agent ?? "", StringComparer.Ordinal);
    }

    /// <summary>What is noted of a contact; null when nothing is.</summary>
    public async Task<ContactRow?> FindAsync(Guid group, string contactId, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<ContactRow>(
            """
            SELECT contact_id AS ContactId, agent_arn AS AgentArn, agent AS Agent FROM connect_contact
            WHERE group_id = @id AND contact_id = @contactId
            """,
            new { id = group.ToByteArray(bigEndian: true), contactId },
            cancellation
        );
        return rows is [var row, ..] ? row : null;
    }

    /// <summary>Within a transaction: an agent's name became known; true when some contact had waited for it.</summary>
    public async Task<bool> NamedAsync(
        DbTransaction transaction,
        GroupSnapshot group,
        string arn,
        string agent,
        CancellationToken cancellation
    )
    {
        var waiting = await transaction.QueryAsync<string>(
            """
            UPDATE connect_contact SET agent = @agent WHERE group_id = @id AND agent_arn = @arn AND agent IS NULL
            RETURNING contact_id
            """,
            new
            {
                id = Id(group),
                arn,
                agent,
            },
            cancellation
        );
        var isDue = false;
        foreach (var contact in waiting)
        {
            isDue |= await AskForMoveAsync(transaction, group, contact, cancellation);
        }

        return isDue;
    }

    /// <summary>Within a transaction: whose a contact is from now on, if it was not settled before; the agent that it has then.</summary>
    public static async Task<string> SettleAsync(
        DbTransaction transaction,
        Guid group,
        string contactId,
        string agent,
        CancellationToken cancellation
    )
    {
        var keys = new
        {
            id = group.ToByteArray(bigEndian: true),
            contactId,
            agent,
        };
        await transaction.ExecuteAsync(
            "UPDATE connect_contact SET agent = @agent WHERE group_id = @id AND contact_id = @contactId AND agent IS NULL",
            keys,
            cancellation
        );
        return await transaction.ScalarAsync<string>(
                "SELECT agent FROM connect_contact WHERE group_id = @id AND contact_id = @contactId",
                keys,
                cancellation
            ) ?? "";
    }

    /// <summary>Within a transaction: an agent's call takes the place of the contact's call without an agent.</summary>
    public static Task AdoptAsync(
        DbTransaction transaction,
        Guid group,
        string contactId,
        string agent,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            "UPDATE connect_contact SET agent = @agent WHERE group_id = @id AND contact_id = @contactId",
            new
            {
                id = group.ToByteArray(bigEndian: true),
                contactId,
                agent,
            },
            cancellation
        );

    /// <summary>Forgets contacts that were first heard of before an instant, in milliseconds since the Unix epoch.</summary>
    public Task<int> PurgeAsync(Guid group, long beforeMs, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    "DELETE FROM connect_contact WHERE group_id = @id AND seen_ms < @beforeMs",
                    new { id = group.ToByteArray(bigEndian: true), beforeMs },
                    stop
                ),
            cancellation
        );

    private async Task<bool> NoteAsync(
        DbTransaction transaction,
        GroupSnapshot group,
        IReadOnlyList<ContactClue> news,
        CancellationToken cancellation
    )
    {
        var isDue = false;
        foreach (var clue in news.OrderBy(clue => clue.ContactId, StringComparer.Ordinal))
        {
            var row = new
            {
                id = Id(group),
                clue.ContactId,
                clue.AgentArn,
                clue.Agent,
            };
            var added = await transaction.ExecuteAsync(
                $"""
                INSERT INTO connect_contact (group_id, contact_id, agent_arn, agent, seen_ms)
                VALUES (@id, @ContactId, @AgentArn, @Agent, {database.Dialect.NowMs})
                ON CONFLICT DO NOTHING
                """,
                row,
                cancellation
            );
            if (added > 0)
            {
                continue;
            }

            var changed = await transaction.ExecuteAsync(
                """
                UPDATE connect_contact SET agent = @Agent, agent_arn = coalesce(agent_arn, @AgentArn)
                WHERE group_id = @id AND contact_id = @ContactId AND agent IS NULL
                """,
                row,
                cancellation
            );
            if (changed > 0 && clue.Agent is not null)
            {
                isDue |= await AskForMoveAsync(transaction, group, clue.ContactId, cancellation);
            }
        }

        return isDue;
    }

    // Who closes calls moves them: it holds the claim, so that nothing is closed and moved at once.
    private Task<bool> AskForMoveAsync(
        DbTransaction transaction,
        GroupSnapshot group,
        string contact,
        CancellationToken cancellation
    ) => log.MakeDueAsync(transaction, CallKey.Of(group.Group.Id, contact, ""), cancellation);

    private async Task<IReadOnlyList<ContactRow>> ReadAsync(
        GroupSnapshot group,
        IReadOnlyList<ContactClue> clues,
        CancellationToken cancellation
    )
    {
        var wanted = clues.Select(clue => clue.ContactId).ToArray();
        return wanted.Length == 0
            ? []
            : await database.QueryAsync<ContactRow>(
                $"""
                SELECT contact_id AS ContactId, agent_arn AS AgentArn, agent AS Agent FROM connect_contact
                WHERE group_id = @id AND contact_id {database.Dialect.Among("@wanted")}
                """,
                new { id = Id(group), wanted },
                cancellation
            );
    }

    private static bool IsNews(ContactClue clue, ContactRow? row) =>
        row is null
        || (row.Agent is null && (clue.Agent is not null || (clue.AgentArn ?? row.AgentArn) != row.AgentArn));

    private static byte[] Id(GroupSnapshot group) => group.Group.Id.ToByteArray(bigEndian: true);
}

/// <summary>What records say about whose a contact is.</summary>
/// <param name="ContactId">The contact.</param>
/// <param name="AgentArn">The ARN of the agent who was connected; null when none was or it is not said.</param>
/// <param name="Agent">The agent's user name, field rules applied; null when not known.</param>
internal sealed record ContactClue(string ContactId, string? AgentArn, string? Agent);

/// <summary>What is noted of a contact.</summary>
internal sealed class ContactRow
{
    public string ContactId { get; init; } = "";

    /// <summary>The ARN of the agent who was connected.</summary>
    public string? AgentArn { get; init; }

    /// <summary>The agent of its call: null while not known, empty when it will not be.</summary>
    public string? Agent { get; init; }
}
