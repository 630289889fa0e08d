using System.Data.Common;
using Sidetone.Groups;
using Sidetone.Platforms.Connect.Records;
using Sidetone.Privacy;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Platforms.Connect.Contacts;

/// <summary>
/// What ARNs of agents and queues are called, learned from agent events and contact records; contact events have the ARNs
/// alone. Names are kept as the group's field rules have them, and only believed while those rules stand.
/// </summary>
/// <remarks>At most <see cref="NamesMax"/> for each group: those that were not seen for longest are forgotten first.</remarks>
internal sealed class NameDirectory(Database database, ContactAgents contacts)
{
    /// <summary>The most names that a group has.</summary>
    public const int NamesMax = 50_000;

    // A name that is said again is written again so often only: an agent event says some of them every two minutes.
    private static readonly TimeSpan s_seenAgain = TimeSpan.FromDays(1);

    /// <summary>Keeps names that are new or changed; contacts that waited for an agent's name get it.</summary>
    public async Task LearnAsync(GroupSnapshot group, IReadOnlyList<NamedArn> names, CancellationToken cancellation)
    {
        var rows = names.Select(name => RowOf(group, name)).OfType<NameRow>().DistinctBy(row => row.Arn).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var known = (await ReadAsync(group, rows.Select(row => row.Arn), cancellation)).ToDictionary(row => row.Arn);
        var news = rows.Where(row => !known.TryGetValue(row.Arn, out var old) || IsNews(row, old)).ToList();
        if (news.Count == 0)
        {
            return;
        }

        var isDue = await database.WriteAsync(
            (transaction, stop) => LearnAsync(transaction, group, news, stop),
            cancellation
        );
        if (isDue)
        {
            await database.NotifyAsync(TelemetryLog.DueChannel, cancellation);
        }
    }

    /// <summary>The names of ARNs, as far as they are known.</summary>
    public async Task<IReadOnlyDictionary<string, KnownName>> FindAsync(
        GroupSnapshot group,
        IEnumerable<string> arns,
        CancellationToken cancellation
    )
    {
        var rows = await ReadAsync(group, arns, cancellation);
        return rows.Where(row => row.Rule == RuleOf(group, row.IsAgent ? ArnKind.Agent : ArnKind.Queue))
            .ToDictionary(row => row.Arn, row => new KnownName(row.Name, row.FriendlyName), StringComparer.Ordinal);
    }

    /// <summary>Within a transaction: notes what an agent is called who was met under that name.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="group">The group.</param>
    /// <param name="arn">The agent's ARN.</param>
    /// <param name="name">The user name, field rules applied.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<bool> MeetAsync(
        DbTransaction transaction,
        GroupSnapshot group,
        string arn,
        string name,
        CancellationToken cancellation
    ) =>
        LearnAsync(
            transaction,
            group,
            [
                new NameRow
                {
                    Arn = arn,
                    Rule = RuleOf(group, ArnKind.Agent),
                    Name = name,
                },
            ],
            cancellation
        );

    private async Task<bool> LearnAsync(
        DbTransaction transaction,
        GroupSnapshot group,
        IReadOnlyList<NameRow> rows,
        CancellationToken cancellation
    )
    {
        var id = group.Group.Id.ToByteArray(bigEndian: true);
        var isDue = false;
        foreach (var row in rows.OrderBy(row => row.Arn, StringComparer.Ordinal))
        {
            // A contact record names an agent without the name for people, which then stays.
            await transaction.ExecuteAsync(
                $"""
                INSERT INTO connect_name (group_id, arn, rule, name, friendly_name, seen_ms)
                VALUES (@id, @Arn, @Rule, @Name, @FriendlyName, {database.Dialect.NowMs})
                ON CONFLICT (group_id, arn) DO UPDATE SET
                    friendly_name = CASE
                        WHEN excluded.friendly_name = '' AND connect_name.rule = excluded.rule
                            THEN connect_name.friendly_name
                        ELSE excluded.friendly_name
                    END,
                    rule = excluded.rule, name = excluded.name, seen_ms = excluded.seen_ms
                """,
                new
                {
                    id,
                    row.Arn,
                    row.Rule,
                    row.Name,
                    row.FriendlyName,
                },
                cancellation
            );
            isDue |= row.IsAgent && await contacts.NamedAsync(transaction, group, row.Arn, row.Name, cancellation);
        }

        await transaction.ExecuteAsync(
            $"""
            DELETE FROM connect_name WHERE group_id = @id AND arn IN (
                SELECT arn FROM connect_name WHERE group_id = @id ORDER BY seen_ms DESC, arn LIMIT 1000 OFFSET {NamesMax}
            )
            """,
            new { id },
            cancellation
        );
        return isDue;
    }

    private async Task<IReadOnlyList<NameRow>> ReadAsync(
        GroupSnapshot group,
        IEnumerable<string> arns,
        CancellationToken cancellation
    )
    {
        var wanted = arns.Distinct(StringComparer.Ordinal).ToArray();
        return wanted.Length == 0
            ? []
            : await database.QueryAsync<NameRow>(
                $"""
                SELECT arn AS Arn, rule AS Rule, name AS Name, friendly_name AS FriendlyName,
                    {database.Dialect.NowMs} - seen_ms AS Age
                FROM connect_name WHERE group_id = @id AND arn {database.Dialect.Among("@wanted")}
                """,
                new { id = group.Group.Id.ToByteArray(bigEndian: true), wanted },
                cancellation
            );
    }

    private static bool IsNews(NameRow row, NameRow old) =>
        row.Rule != old.Rule
        || row.Name != old.Name
        || (row.FriendlyName.Length > 0 && row.FriendlyName != old.FriendlyName)
        || old.Age > s_seenAgain.TotalMilliseconds;

    /// <summary>The name as it may be kept; null when it may not.</summary>
    private static NameRow? RowOf(GroupSnapshot group, NamedArn name)
    {
        var field = name.Kind == ArnKind.Agent ? FieldName.Agent : FieldName.QueueName;
        return group.Redaction.Name(field, name.Name) is not { Length: > 0 } kept
            ? null
            : new NameRow
            {
                Arn = name.Arn,
                Rule = RuleOf(group, name.Kind),
                Name = kept,
                FriendlyName = group.Redaction.Name(FieldName.FriendlyName, name.FriendlyName) ?? "",
            };
    }

    private static string RuleOf(GroupSnapshot group, ArnKind kind) =>
        kind == ArnKind.Agent
            ? $"{NameRow.AgentRule}{group.Redaction.RuleOf(FieldName.Agent)}/{group.Redaction.RuleOf(FieldName.FriendlyName)}"
            : $"queue/{group.Redaction.RuleOf(FieldName.QueueName)}";

    private sealed class NameRow
    {
        public const string AgentRule = "agent/";

        public string Arn { get; init; } = "";

        public string Rule { get; init; } = "";

        public string Name { get; init; } = "";

        public string FriendlyName { get; init; } = "";

        public long Age { get; init; }

        public bool IsAgent => Rule.StartsWith(AgentRule, StringComparison.Ordinal);
    }
}
