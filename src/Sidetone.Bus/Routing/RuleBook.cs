using System.Data.Common;
using Sidetone.Bus.Archives;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Storage;

namespace Sidetone.Bus.Routing;

/// <summary>The rules and archives of one group, in memory, as of a revision of its resources.</summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class RuleBook(Database database, Guid group)
{
    // Replayed events are not archived again; AWS writes this into the archive's own rule.
    private const string NotReplayed = "\"replay-name\":[{\"exists\":false}]";

    private readonly Dictionary<string, BusRoutes> _buses = new(StringComparer.Ordinal);
    private long _revision = -1;

    /// <summary>
    /// Brings the book up to the newest revision. Asked after events were read, it holds every rule that was put before
    /// one of them was accepted.
    /// </summary>
    /// <returns>What is wrong with patterns that cannot be read any more: their rules match nothing.</returns>
    public async Task<IReadOnlyList<string>> RefreshAsync(CancellationToken cancellation)
    {
        if (await RevisionAsync(cancellation) == _revision)
        {
            return [];
        }

        var faults = new List<string>();

        var (revision, rules, targets, archives) = await database.ReadAsync(ReadAsync, cancellation);
        var ofRule = targets.ToLookup(target => TargetRecord.ParentOf(target.Bus, target.Rule), StringComparer.Ordinal);
        var wanted = rules
            .Where(rule => rule.Enabled)
            .Select(rule => (rule.Bus, Route: Wanted(rule, ofRule[TargetRecord.ParentOf(rule.Bus, rule.Name)])))
            .Concat(
                archives
                    .Where(archive => archive.State == "ENABLED")
                    .Select(archive => (archive.Bus, Route: Wanted(archive)))
            )
            .ToLookup(entry => entry.Bus, entry => entry.Route, StringComparer.Ordinal);
        foreach (var bus in _buses.Keys.Union(wanted.Select(entry => entry.Key), StringComparer.Ordinal).ToArray())
        {
            if (!_buses.TryGetValue(bus, out var routes))
            {
                _buses.Add(bus, routes = new BusRoutes());
            }

            faults.AddRange(routes.Update([.. wanted[bus]]));
        }

        _revision = revision;
        return faults;
    }

    /// <summary>The routes of a bus; null when it has none.</summary>
    public BusRoutes? Of(string bus) => _buses.GetValueOrDefault(bus);

    /// <summary>An archive's pattern with the condition that keeps replays out.</summary>
    internal static string PatternOf(ArchiveRecord archive) =>
        // At the end, as text: of two members with one name the last counts, and nothing else is spelled anew.
        archive.EventPattern?.Trim()
            is [.. var members, '}']
            ? $"{members},{NotReplayed}}}"
            : $"{{{NotReplayed}}}";

    private async Task<long> RevisionAsync(CancellationToken cancellation) =>
        (
            await database.QueryAsync<long>(
                "SELECT revision FROM bus_revision WHERE group_id = @key",
                new { key = group.ToByteArray(bigEndian: true) },
                cancellation
            )
        ).SingleOrDefault();

    private async Task<Content> ReadAsync(DbConnection connection, CancellationToken cancellation)
    {
        // The revision first: what changes in between is seen now or at the next look.
        var revision = await ResourceStore.RevisionAsync(connection, group, cancellation);
        return new Content(
            revision,
            await ResourceStore.ListAsync<RuleRecord>(connection, group, null, cancellation),
            await ResourceStore.ListAsync<TargetRecord>(connection, group, null, cancellation),
            await ResourceStore.ListAsync<ArchiveRecord>(connection, group, null, cancellation)
        );
    }

    private static WantedRoute Wanted(RuleRecord rule, IEnumerable<TargetRecord> targets) =>
        new(
            WantedRoute.RuleKey(rule.Name),
            rule.Name,
            rule.EventPattern,
            null,
            [.. targets.Select(target => target.Id)],
            rule.ScheduleExpression is not null
        );

    private static WantedRoute Wanted(ArchiveRecord archive) =>
        new(WantedRoute.ArchiveKey(archive.Name), archive.Name, PatternOf(archive), archive.Id, [], false);

    private readonly record struct Content(
        long Revision,
        IReadOnlyList<RuleRecord> Rules,
        IReadOnlyList<TargetRecord> Targets,
        IReadOnlyList<ArchiveRecord> Archives
    );
}
