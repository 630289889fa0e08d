using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Envelopes;
using Sidetone.Platforms.Connect.Records;

namespace Sidetone.Platforms.Connect;

/// <summary>What became of the records of one body, all of them counted.</summary>
internal sealed class TakenRecords
{
    private readonly List<(RawRecord Record, RecordProblem Problem)> _faulty = [];

    /// <summary>How many are in the log now and were not before.</summary>
    public int Accepted { get; set; }

    /// <summary>How many were in the log before.</summary>
    public int Repeated { get; set; }

    /// <summary>How many told of no call, by reason.</summary>
    public Dictionary<IgnoredReason, int> Ignored { get; } = [];

    /// <summary>Those that cannot be taken, now or ever.</summary>
    public IReadOnlyList<(RawRecord Record, RecordProblem Problem)> Faulty => _faulty;

    /// <summary>Why the whole body must be sent again later; null when it need not be.</summary>
    public Refusal? Later { get; set; }

    public void Ignore(IgnoredReason reason) => Ignored[reason] = Ignored.GetValueOrDefault(reason) + 1;

    public void SetAside(RawRecord record, RecordProblem problem) => _faulty.Add((record, problem));
}
