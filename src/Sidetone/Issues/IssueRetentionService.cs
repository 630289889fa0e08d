using Sidetone.Groups;

namespace Sidetone.Issues;

/// <summary>Forgets issues, as long after their report as their group keeps calls.</summary>
internal sealed class IssueRetentionService(
    IssueStore issues,
    KeyRing groups,
    TimeProvider time,
    ILogger<IssueRetentionService> logger
) : GroupRetentionService(groups, time, logger)
{
    protected override string What => "issues";

    protected override Task<int> PurgeAsync(Guid group, long oldestMs, CancellationToken cancellation) =>
        issues.PurgeAsync(group, oldestMs, cancellation);
}
