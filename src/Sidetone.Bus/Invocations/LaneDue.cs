namespace Sidetone.Bus.Invocations;

/// <summary>When a lane has work.</summary>
/// <param name="Number">The lane's number.</param>
/// <param name="Lane">Which lane it is.</param>
/// <param name="Revision">The revision of its group's resources.</param>
/// <param name="DueIn">The time until its next invocation is due, not positive when it is due; null when none is open.</param>
internal sealed record LaneDue(long Number, LaneKey Lane, long Revision, TimeSpan? DueIn);
