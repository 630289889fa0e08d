using Sidetone.Patterns;
using Sidetone.Patterns.Matching;

namespace Sidetone.Bus.Routing;

/// <summary>The routes of one bus, found by what an event holds.</summary>
/// <remarks>One caller at a time: the router goes through a group's events on one thread.</remarks>
internal sealed class BusRoutes
{
    private readonly PatternIndex<Route> _index = new();
    private readonly MatchBuffer<Route> _buffer = new();
    private readonly Dictionary<string, (string Pattern, Route Route)> _matched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Route.ToTargets> _scheduled = new(StringComparer.Ordinal);

    /// <summary>Brings the routes up to date; only what changed is indexed again.</summary>
    /// <returns>What is wrong with patterns that cannot be read.</returns>
    public IReadOnlyList<string> Update(IReadOnlyList<WantedRoute> wanted)
    {
        var faults = new List<string>();
        var keys = wanted.Select(route => route.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, old) in _matched.Where(entry => !keys.Contains(entry.Key)).ToArray())
        {
            _index.Remove(old.Route);
            _matched.Remove(key);
        }

        foreach (var key in _scheduled.Keys.Where(key => !keys.Contains(key)).ToArray())
        {
            _scheduled.Remove(key);
        }

        foreach (var route in wanted)
        {
            if (Update(route) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    /// <summary>The routes of an event.</summary>
    public void Match(RoutedEvent routed, List<Route> found)
    {
        found.Clear();
        if (routed.IsDirected)
        {
            foreach (var name in routed.OnlyRules)
            {
                if (_scheduled.TryGetValue(WantedRoute.RuleKey(name), out var rule))
                {
                    found.Add(rule);
                }
            }

            return;
        }

        _index.Match(routed.Envelope.Span, _buffer);
        found.AddRange(_buffer.AsSpan());
        if (routed.OnlyRules.Count > 0)
        {
            found.RemoveAll(route => route is not Route.ToTargets rule || !routed.OnlyRules.Contains(rule.Rule));
        }
    }

    private string? Update(WantedRoute wanted)
    {
        string? problem = null;
        Route route;
        if (_matched.TryGetValue(wanted.Key, out var old) && old.Pattern == wanted.Pattern)
        {
            route = old.Route;
        }
        else
        {
            if (old.Route is not null)
            {
                _index.Remove(old.Route);
                _matched.Remove(wanted.Key);
            }

            route = wanted.Archive is { } archive ? new Route.ToArchive(archive) : new Route.ToTargets(wanted.Name);
            if (wanted.Pattern is { } pattern)
            {
                // It was checked when it was put. One that does not read any more must not keep the others from events.
                if (EventPattern.TryParse(pattern, out var parsed, out var fault))
                {
                    _index.Add(route, parsed);
                    _matched.Add(wanted.Key, (pattern, route));
                }
                else
                {
                    problem = $"{wanted.Key}: {fault.Message}";
                }
            }
        }

        if (route is Route.ToTargets rule)
        {
            rule.Targets = wanted.Targets;
            if (wanted.IsScheduled)
            {
                _scheduled[wanted.Key] = rule;
            }
            else
            {
                _scheduled.Remove(wanted.Key);
            }
        }

        return problem;
    }
}

/// <summary>A route as the resources ask for it.</summary>
/// <param name="Key">Tells rules and archives of one name apart.</param>
/// <param name="Name">The rule's or archive's name.</param>
/// <param name="Pattern">Which events; null for a rule that only fires by its schedule.</param>
/// <param name="Archive">The archive's id; null for a rule.</param>
/// <param name="Targets">The ids of a rule's targets.</param>
/// <param name="IsScheduled">Whether a rule fires by a schedule.</param>
internal sealed record WantedRoute(
    string Key,
    string Name,
    string? Pattern,
    Guid? Archive,
    IReadOnlyList<string> Targets,
    bool IsScheduled
)
{
    /// <summary>A rule's key.</summary>
    public static string RuleKey(string name) => $"rule/{name}";

    /// <summary>An archive's key.</summary>
    public static string ArchiveKey(string name) => $"archive/{name}";
}
