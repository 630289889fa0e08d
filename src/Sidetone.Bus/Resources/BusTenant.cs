namespace Sidetone.Bus.Resources;

/// <summary>Whose buses are meant: one group, as an AWS account in a region.</summary>
/// <param name="Group">The group; it sees no other's resources.</param>
/// <param name="Account">Its 12-digit account, which stands in ARNs and envelopes.</param>
/// <param name="Region">The server's region.</param>
public sealed record BusTenant(Guid Group, string Account, string Region);
