using Sidetone.Groups;
using Sidetone.Platforms.Connect.Contacts;
using Sidetone.Platforms.Connect.SetAside;
using Sidetone.Storage;

namespace Sidetone.Platforms.Connect;

/// <summary>Forgets what is noted of contacts, and records set aside, when they are older than their group keeps calls.</summary>
internal sealed partial class ConnectRetentionService(
    ContactAgents contacts,
    SetAsideStore aside,
    KeyRing groups,
    TimeProvider time,
    ILogger<ConnectRetentionService> logger
) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var group in groups.Groups)
                {
                    await PurgeAsync(group, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task PurgeAsync(GroupSnapshot group, CancellationToken cancellation)
    {
        var oldest = time.GetUtcNow().AddDays(-group.Settings.RetentionDays).ToUnixTimeMilliseconds();
        try
        {
            await contacts.PurgeAsync(group.Group.Id, oldest, cancellation);
            await aside.PurgeAsync(group.Group.Id, oldest, cancellation);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogPostponed(trouble.Message);
        }
    }

    [LoggerMessage(3402, LogLevel.Warning, "Old contacts are forgotten later, the store does not answer: {Reason}")]
    private partial void LogPostponed(string reason);
}
