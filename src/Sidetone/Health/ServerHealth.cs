using System.Collections.Concurrent;

namespace Sidetone.Health;

/// <summary>Whether the server can do its work, and whether intake may accept.</summary>
/// <remarks>
/// <code>
///  starting ──▶ accepting ──▶ stopping
///                  │  a background service ended that nobody stopped
///                  └──────▶ broken
/// </code>
/// Broken is final: what stopped could not answer for its state, so the process must be started again. A store that
/// is full or away is not broken; it is a <see cref="Trouble"/>, which ends by itself.
/// </remarks>
internal sealed class ServerHealth
{
    private readonly ConcurrentDictionary<string, string> _broken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _troubles = new(StringComparer.Ordinal);
    private volatile Phase _phase = Phase.Starting;

    /// <summary>Whether batches may be taken; one field is read, because every batch asks.</summary>
    public bool IsAccepting => _phase == Phase.Accepting;

    /// <summary>Whether the process is of use at all; when not, it should be started again.</summary>
    public bool IsAlive => _phase != Phase.Broken;

    /// <summary>Whether it is accepting and nothing is in the way.</summary>
    public bool IsReady => IsAccepting && _troubles.IsEmpty;

    /// <summary>What is wrong, by the name of the part.</summary>
    public IReadOnlyDictionary<string, string> Faults =>
        _broken
            .Concat(_troubles)
            .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);

    /// <summary>In one word for a person.</summary>
    public string Word =>
        _phase switch
        {
            Phase.Starting => "starting",
            Phase.Accepting when _troubles.IsEmpty => "ready",
            Phase.Accepting => "troubled",
            Phase.Stopping => "stopping",
            _ => "broken",
        };

    /// <summary>Everything is up.</summary>
    public void Started() => Move(Phase.Starting, Phase.Accepting);

    /// <summary>The host stops: nothing more is accepted, and services that end now end as they should.</summary>
    public void Stopping()
    {
        if (_phase != Phase.Broken)
        {
            _phase = Phase.Stopping;
        }
    }

    /// <summary>A part ended that must not end.</summary>
    public void Broke(string part, string why)
    {
        if (_phase == Phase.Stopping)
        {
            return;
        }

        _broken[part] = why;
        _phase = Phase.Broken;
    }

    /// <summary>Something is in the way of a part, and may pass.</summary>
    public void Trouble(string part, string why) => _troubles[part] = why;

    /// <summary>It passed.</summary>
    public void Recovered(string part)
    {
        if (!_troubles.IsEmpty)
        {
            _troubles.TryRemove(part, out _);
        }
    }

    private void Move(Phase from, Phase to) => Interlocked.CompareExchange(ref _phase, to, from);

    private enum Phase
    {
        Starting,
        Accepting,
        Stopping,
        Broken,
    }
}
