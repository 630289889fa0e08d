using Sidetone.Bus.Invocations;

namespace Sidetone.Bus.Routing;

/// <summary>What routing decided about some events of one group, before it is written down.</summary>
/// <param name="group">The group.</param>
/// <param name="from">The position after which they begin.</param>
/// <param name="through">The last of them.</param>
internal sealed class RoutedPage(Guid group, long from, long through)
{
    private readonly Dictionary<LaneKey, List<RoutedEvent>> _invocations = [];

    public Guid Group => group;

    public long From => from;

    public long Through => through;

    /// <summary>The events of each lane, in order.</summary>
    public IReadOnlyDictionary<LaneKey, List<RoutedEvent>> Invocations => _invocations;

    /// <summary>The events for archives.</summary>
    public List<(Guid Archive, RoutedEvent Event)> Archived { get; } = [];

    /// <summary>Adds an invocation of a target.</summary>
    public void Invoke(string rule, string target, RoutedEvent routed)
    {
        var lane = new LaneKey(group, routed.Bus, rule, target, IsDeadLetter: false);
        if (!_invocations.TryGetValue(lane, out var events))
        {
            _invocations.Add(lane, events = []);
        }

        events.Add(routed);
    }
}
