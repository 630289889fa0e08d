using Sidetone.Calls.Insights;
using Sidetone.Calls.Quality;

namespace Sidetone.Calls;

/// <summary>What a group chose about its summaries. Stored with a version, so that a summary can be repeated exactly.</summary>
public sealed record CallSettings
{
    /// <summary>Name and version of the formula of mean opinion scores; see <see cref="MosFormula.All"/>.</summary>
    public string MosFormula { get; init; } = Quality.MosFormula.Default.Name;

    /// <summary>Rules that differ from their defaults, by id; see <see cref="InsightRules.All"/>.</summary>
    public IReadOnlyDictionary<string, InsightSetting> Insights { get; init; } =
        new Dictionary<string, InsightSetting>(StringComparer.Ordinal);

    /// <summary>Everything that is wrong with these settings, each naming the member at fault; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (Quality.MosFormula.Find(MosFormula) is null)
        {
            var known = string.Join(", ", Quality.MosFormula.All.Select(formula => formula.Name));
            yield return $"mosFormula: '{MosFormula}' is not a formula; use one of {known}.";
        }

        foreach (var (id, setting) in Insights)
        {
            if (InsightRules.Find(id) is null)
            {
                yield return $"insights.{id}: there is no rule of that name.";
            }

            if (setting.Threshold is { } threshold && !(double.IsFinite(threshold) && threshold >= 0))
            {
                yield return $"insights.{id}.threshold: must be a number of at least 0.";
            }

            if (setting.WindowSec is { } window && !(window is >= 0 and <= 3600))
            {
                yield return $"insights.{id}.windowSec: must be between 0 and 3600 seconds.";
            }
        }
    }
}

/// <summary>What a group chose about one rule; null keeps the rule's own.</summary>
public sealed record InsightSetting
{
    /// <summary>Whether the rule is on.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The limit, in the rule's unit.</summary>
    public double? Threshold { get; init; }

    /// <summary>How long it must last, in seconds.</summary>
    public double? WindowSec { get; init; }
}
