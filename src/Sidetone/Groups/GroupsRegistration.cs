using Sidetone.Bus.Signing;
using Sidetone.Groups.BusKeys;

namespace Sidetone.Groups;

/// <summary>Joins groups and keys to the server.</summary>
internal static class GroupsRegistration
{
    public static IServiceCollection AddGroups(this IServiceCollection services) =>
        services
            .AddSingleton<GroupStore>()
            .AddSingleton<AccessKeyStore>()
            .AddSingleton<BusKeyStore>()
            .AddSingleton<KeyRing>()
            .AddSingleton<IBusCallers, BusCallers>()
            .AddHostedService<KeyRingService>();
}
