using Sidetone.Telemetry;

namespace Sidetone.Issues;

/// <summary>An issue as it is stored.</summary>
/// <param name="Issue">What was reported, field rules applied.</param>
/// <param name="StoredAt">When it was stored, in milliseconds since the Unix epoch, by the store's clock.</param>
internal sealed record StoredIssue(Issue Issue, long StoredAt);

/// <summary>What became of an issue that was handed in.</summary>
internal enum IssueAnswer
{
    /// <summary>It is on disk, and its event on its way.</summary>
    Accepted,

    /// <summary>It was on disk before; nothing changed.</summary>
    Repeated,

    /// <summary>Another report is on disk under its id; nothing changed.</summary>
    Contradicted,
}

/// <summary>Where a page of issues begins: after this one, the newest first.</summary>
/// <param name="At">When it was reported.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct IssuePlace(long At, Guid Id)
{
    /// <summary>Before the first page.</summary>
    public static IssuePlace Newest => new(long.MaxValue, Guid.AllBitsSet);
}
