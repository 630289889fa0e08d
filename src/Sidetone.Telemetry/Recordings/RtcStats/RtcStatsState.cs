using System.Text.Json;
using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings.RtcStats;

/// <summary>The statistics of one connection as they stand after a poll.</summary>
/// <remarks>
/// A poll writes only what changed since the one before. How a poll says that a stat is gone differs:
///   format 3            null for it; one that is not written is unchanged
///   older, Jitsi's      one that is not written is gone; an unchanged one is written as <c>{}</c> or its time alone
///   older, the first    one that is not written is unchanged or gone, and nothing tells which: it is kept
///   Chrome's own        every poll is whole: one that is not written is gone
/// </remarks>
internal sealed class RtcStatsState(bool hasTombstones)
{
    private readonly Dictionary<string, Stat> _stats = new(StringComparer.Ordinal);
    private readonly HashSet<string> _legacy = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private bool _writesUnchanged;

    public IReadOnlyDictionary<string, Stat> Stats => _stats;

    public Stat? Find(string? id) => id is not null && _stats.TryGetValue(id, out var stat) ? stat : null;

    /// <summary>Applies a poll and gives the time that it states; null when it states none.</summary>
    public double? Apply(JsonElement poll)
    {
        _written.Clear();
        double? time = null;
        var isWhole = false;
        foreach (var property in poll.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    _written.Add(property.Name);
                    isWhole |= Apply(property.Name, property.Value);
                    break;
                case JsonValueKind.Null:
                    _stats.Remove(property.Name);
                    break;
                case JsonValueKind.Number when property.Name is "timestamp" or "t":
                    time = property.Value.GetDouble();
                    break;
                default:
                    break;
            }
        }

        if (isWhole || (_writesUnchanged && !hasTombstones))
        {
            foreach (var gone in _stats.Keys.Where(id => !_written.Contains(id)).ToList())
            {
                _stats.Remove(gone);
            }
        }

        return time ?? (isWhole ? Latest() : null);
    }

    /// <summary>Applies one stat; true when it is written whole, with its id.</summary>
    private bool Apply(string id, JsonElement written)
    {
        var isWhole = written.TryGetProperty("id", out _) && written.TryGetProperty("type", out _);
        if (isWhole || !_stats.TryGetValue(id, out var stat))
        {
            stat = new Stat(id, StatType.Other);
            _stats[id] = stat;
        }

        if (written.TryGetProperty("type", out var type))
        {
            SetType(stat, type.ToString());
        }

        var changes = 0;
        foreach (var property in written.EnumerateObject())
        {
            changes += property.Name is "timestamp" ? 0 : 1;
            Set(stat, property.Name, property.Value);
        }

        _writesUnchanged |= changes == 0;
        return isWhole;
    }

    private void SetType(Stat stat, string name)
    {
        if (LegacyMembers.TypeOf(name, stat.Id) is { } legacy)
        {
            stat.Type = legacy;
            _legacy.Add(stat.Id);
            return;
        }

        stat.Type = RtcStatsNames.Type(name) ?? StatTypes.ByName(name);
    }

    private void Set(Stat stat, string name, JsonElement value)
    {
        if (stat.Type == StatType.Other)
        {
            return;
        }

        if (_legacy.Contains(stat.Id))
        {
            if (LegacyMembers.Find(stat.Type, name) is var (legacy, scale))
            {
                stat[legacy] = LegacyMembers.Convert(CellOf(value), legacy, scale);
            }

            return;
        }

        if (RtcStatsNames.Property(name) is { } numbered)
        {
            stat[numbered] = CellOf(value);
        }
        else if (Members.TryFind(name, out var member))
        {
            stat[member] = CellOf(value);
        }
    }

    private double? Latest()
    {
        var latest = _stats
            .Values.Where(stat => stat.Type is StatType.Inbound or StatType.Outbound or StatType.Transport)
            .Select(stat => stat.Number(Member.Timestamp))
            .Where(time => !double.IsNaN(time))
            .DefaultIfEmpty(double.NaN)
            .Max();
        return double.IsNaN(latest) ? null : latest;
    }

    private static Cell CellOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => Cell.Of(value.GetDouble()),
            JsonValueKind.String => Cell.Of(value.GetString()!),
            JsonValueKind.True => Cell.Of(1),
            JsonValueKind.False => Cell.Of(0),
            _ => Cell.Missing,
        };
}
