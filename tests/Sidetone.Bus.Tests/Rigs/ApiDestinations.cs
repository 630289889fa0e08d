using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Connections;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>API destinations and their connections, as they are stored.</summary>
internal static class ApiDestinations
{
    public const string Basic = """{"BasicAuthParameters":{"Username":"u","Password":"p"}}""";

    public static async Task<TargetRecord> PutAsync(
        EngineRig rig,
        string url,
        string parameters = Basic,
        int? rate = null,
        string method = "POST",
        string name = "hook"
    )
    {
        var now = rig.Bus.Store.Time.GetUtcNow();
        var connection = rig
            .Services.GetRequiredService<ConnectionSecrets>()
            .Seal(
                new ConnectionRecord
                {
                    Name = $"{name}-connection",
                    Id = Guid.CreateVersion7(),
                    SecretId = Guid.CreateVersion7(),
                    AuthorizationType = "BASIC",
                    State = "AUTHORIZED",
                    PublicParameters = "{}",
                    SealedParameters = [],
                    CreatedAt = now,
                    ModifiedAt = now,
                },
                JsonNode.Parse(parameters)!.AsObject()
            );
        var destination = new ApiDestinationRecord
        {
            Name = name,
            Id = Guid.CreateVersion7(),
            ConnectionArn = Arns.Connection(BusRig.Tenant, connection),
            InvocationEndpoint = url,
            HttpMethod = method,
            InvocationRateLimitPerSecond = rate,
            State = "ACTIVE",
            CreatedAt = now,
            ModifiedAt = now,
        };
        await rig.Bus.PutAsync(connection);
        await rig.Bus.PutAsync(destination);
        return EngineRig.Target(Arns.ApiDestination(BusRig.Tenant, destination));
    }
}
