namespace Sidetone.Calls;

/// <summary>Which call a summary is of, and whose.</summary>
/// <param name="GroupId">The group (tenant).</param>
/// <param name="GroupName">The group's name.</param>
/// <param name="ContactId">The platform's id of the call leg.</param>
/// <param name="Agent">The agent's user name.</param>
public sealed record CallIdentity(Guid GroupId, string GroupName, string ContactId, string Agent);
