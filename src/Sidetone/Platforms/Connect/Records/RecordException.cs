using Sidetone.Intake.Refusals;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>A record cannot be taken: why, and which member is at fault. It never leaves the reading of that record.</summary>
internal sealed class RecordException(RefusalReason reason, string path, string message) : Exception(message)
{
    public RecordProblem Problem => new(reason, path, Message);
}

/// <summary>What is wrong with a record.</summary>
/// <param name="Reason">Why it is not taken.</param>
/// <param name="Path">The JSON path at fault, from the record's own root.</param>
/// <param name="Detail">In words.</param>
internal sealed record RecordProblem(RefusalReason Reason, string Path, string Detail);
