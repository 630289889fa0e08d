using System.Text.Json.Nodes;
using Sidetone.Heartbeat.Reading;
using Sidetone.Heartbeat.Scores;

namespace Sidetone.Heartbeat.Workflows;

/// <summary>How a job ended, as a trigger looks at it.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="Scores">Its scores.</param>
public sealed record EndedJob(string Status, JobScores Scores);

/// <summary>When a workflow acts. A job is bad when its status is in the list, or a measured score is below its bound.</summary>
/// <remarks>
/// Without <see cref="InARow"/> each bad job triggers. With it the job that makes a row of bad ones that long does, once:
/// the next time is after a job that was not bad. A trigger on recovery acts on the first job that is not bad after such
/// a row. Missed slots are no jobs: they neither lengthen nor end a row.
/// </remarks>
public sealed record WorkflowTrigger
{
    /// <summary>The longest row that can be asked for.</summary>
    public const int InARowMax = 100;

    private const int StatusesMax = 20;
    private const int StatusLengthMax = 100;

    /// <summary>Bad statuses.</summary>
    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Bad when what the agent heard scores less; null when it does not matter.</summary>
    public double? AxBelow { get; init; }

    /// <summary>Bad when what the customer heard scores less.</summary>
    public double? CxBelow { get; init; }

    /// <summary>Bad when the network scores less.</summary>
    public double? NetworkBelow { get; init; }

    /// <summary>How many bad jobs in a row; null for each by itself.</summary>
    public int? InARow { get; init; }

    /// <summary>Whether it acts when the row ends, and not when it is long enough.</summary>
    public bool OnRecovery { get; init; }

    /// <summary>How many jobs before the one that ended decide.</summary>
    public int Lookback => InARow ?? 1;

    /// <summary>Whether a job triggers.</summary>
    /// <param name="ended">The job.</param>
    /// <param name="before">The ended jobs before it, the youngest first; at least <see cref="Lookback"/> where there are as many.</param>
    public bool IsMet(EndedJob ended, IReadOnlyList<EndedJob> before)
    {
        var length = before.TakeWhile(IsBad).Count();
        return OnRecovery ? !IsBad(ended) && length >= Lookback
            : !IsBad(ended) ? false
            : InARow is not { } row || length + 1 == row;
    }

    /// <summary>Whether a job is bad.</summary>
    public bool IsBad(EndedJob job) =>
        Statuses.Contains(job.Status, StringComparer.OrdinalIgnoreCase)
        || job.Scores.Ax.Measured < AxBelow
        || job.Scores.Cx.Measured < CxBelow
        || job.Scores.Network.Measured < NetworkBelow;

    internal static WorkflowTrigger Read(MemberReader members)
    {
        var trigger = new WorkflowTrigger
        {
            Statuses = members.Texts("statuses", StatusesMax, StatusLengthMax),
            AxBelow = Bound(members, "axBelow"),
            CxBelow = Bound(members, "cxBelow"),
            NetworkBelow = Bound(members, "networkBelow"),
            InARow = members.OptionalNumber("inARow", 1, InARowMax),
            OnRecovery = members.Flag("onRecovery", fallback: false),
        };
        for (var i = 0; i < trigger.Statuses.Count; i++)
        {
            if (!JobStatus.Outcomes.Contains(trigger.Statuses[i], StringComparer.OrdinalIgnoreCase))
            {
                members.Wrong($"statuses[{i}]", $"must be one of: {string.Join(", ", JobStatus.Outcomes)}.");
            }
        }

        if (trigger is { Statuses.Count: 0, AxBelow: null, CxBelow: null, NetworkBelow: null })
        {
            members.Wrong("", "must have statuses, axBelow, cxBelow or networkBelow.");
        }

        return trigger;
    }

    internal JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Statuses.Count > 0)
        {
            json["statuses"] = new JsonArray([.. Statuses.Select(status => JsonValue.Create(status))]);
        }

        Write(json, "axBelow", AxBelow);
        Write(json, "cxBelow", CxBelow);
        Write(json, "networkBelow", NetworkBelow);
        if (InARow is { } row)
        {
            json["inARow"] = row;
        }

        if (OnRecovery)
        {
            json["onRecovery"] = true;
        }

        return json;
    }

    // A score is never below 1, and every one is below more than 10.
    private static double? Bound(MemberReader members, string name) =>
        members.Has(name) ? members.Fraction(name, Score.Worst, Score.Best) : null;

    private static void Write(JsonObject json, string name, double? bound)
    {
        if (bound is { } number)
        {
            json[name] = number;
        }
    }
}
