using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Metrics;
using Sidetone.Patterns;
using Sidetone.Storage;

namespace Sidetone.Bus.Routing;

/// <summary>Goes through every group's log in order and decides, once for each event, whom it concerns.</summary>
/// <remarks>
/// <code>
///   read events after the position ──▶ refresh the rules ──▶ match ──▶ one transaction:
///                                                                      position · invocations · archived events
/// </code>
/// The rules are refreshed after the events were read, so a rule that was put before an event was accepted sees it.
/// </remarks>
internal sealed partial class EventRouter(
    Database database,
    RouteStore store,
    BusMetrics metrics,
    IOptions<RoutingOptions> options,
    ILogger<EventRouter> logger
)
{
    private const int EventsMax = 500;
    private const int EventsFirst = 64;
    private const long BytesMax = 8 * 1024 * 1024;

    // Few enough that one group's backlog does not keep the others of this node waiting.
    private const int PagesMax = 20;

    private readonly RoutingOptions _options = options.Value;
    private readonly ConcurrentDictionary<Guid, RuleBook> _books = [];

    /// <summary>Routes what waits in every group that this node may route; how many events it routed.</summary>
    public async Task<int> RouteAsync(CancellationToken cancellation)
    {
        var total = 0;
        var due = await store.DueAsync(_options.Node, cancellation);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions
            {
                CancellationToken = cancellation,
                MaxDegreeOfParallelism = Environment.ProcessorCount,
            },
            async (group, stop) => Interlocked.Add(ref total, await RouteAsync(group, stop))
        );
        return total;
    }

    private async Task<int> RouteAsync(RouteDue due, CancellationToken cancellation)
    {
        var book = _books.GetOrAdd(due.Group, group => new RuleBook(database, group));
        var position = due.Position;
        var max = EventsFirst;
        var total = 0;
        for (var pages = 0; pages < PagesMax; pages++)
        {
            var events = await store.ReadAsync(due.Group, position, max, cancellation);
            if (events.Count == 0)
            {
                break;
            }

            foreach (var fault in await book.RefreshAsync(cancellation))
            {
                LogPattern(due.Group, fault);
            }

            var page = Route(book, due.Group, position, events);
            if (!await store.CommitAsync(page, _options.Node, _options.Lease, cancellation))
            {
                break; // Another node has the group; it went on from the same position.
            }

            total += events.Count;
            position = page.Through;
            metrics.Routed(page, events.Count);
            if (page.Invocations.Count > 0)
            {
                // At once, not when the backlog is done: targets work beside the router.
                await database.NotifyAsync(InvocationClaims.Channel, cancellation);
            }

            if (events.Count < max)
            {
                break;
            }

            max = events.Sum(routed => (long)routed.Envelope.Length) > BytesMax ? EventsFirst : EventsMax;
        }

        return total;
    }

    private RoutedPage Route(RuleBook book, Guid group, long from, IReadOnlyList<RoutedEvent> events)
    {
        var page = new RoutedPage(group, from, events[^1].Position);
        var found = new List<Route>();
        foreach (var routed in events)
        {
            if (book.Of(routed.Bus) is not { } routes || !TryMatch(routes, routed, found))
            {
                continue;
            }

            foreach (var route in found)
            {
                switch (route)
                {
                    case Route.ToArchive archive:
                        page.Archived.Add((archive.Archive, routed));
                        break;
                    case Route.ToTargets rule:
                        metrics.Triggered(routed.Bus, rule.Rule);
                        foreach (var target in rule.Targets)
                        {
                            page.Invoke(rule.Rule, target, routed);
                        }

                        break;
                }
            }
        }

        return page;
    }

    private bool TryMatch(BusRoutes routes, RoutedEvent routed, List<Route> found)
    {
        try
        {
            routes.Match(routed, found);
            return found.Count > 0;
        }
        catch (EventFormatException wrong)
        {
            // Whoever appended it did not check it. It must not keep the events behind it from their rules.
            LogUnreadable(routed.Id, routed.Bus, wrong.Message);
            return false;
        }
    }

    [LoggerMessage(3202, LogLevel.Error, "A pattern of group {Group} cannot be read and matches nothing: {Reason}")]
    private partial void LogPattern(Guid group, string reason);

    [LoggerMessage(3201, LogLevel.Error, "Event {Event} on bus {Bus} cannot be read and is not routed: {Reason}")]
    private partial void LogUnreadable(Guid @event, string bus, string reason);
}
