using Sidetone.Groups;
using Sidetone.Platforms.Connect.Contacts;
using Sidetone.Platforms.Connect.SetAside;

namespace Sidetone.Platforms.Connect;

/// <summary>Forgets what is noted of contacts, and records set aside.</summary>
internal sealed class ConnectRetentionService(
    ContactAgents contacts,
    SetAsideStore aside,
    KeyRing groups,
    TimeProvider time,
    ILogger<ConnectRetentionService> logger
) : GroupRetentionService(groups, time, logger)
{
    protected override string What => "contacts of Amazon Connect and records set aside";

    protected override async Task<int> PurgeAsync(Guid group, long oldestMs, CancellationToken cancellation) =>
        await contacts.PurgeAsync(group, oldestMs, cancellation)
        + await aside.PurgeAsync(group, oldestMs, cancellation);
}
