using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Archives;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Connections;
using Sidetone.Bus.Endpoints;
using Sidetone.Bus.Events;
using Sidetone.Bus.Log;
using Sidetone.Bus.Partners;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Signing;
using Sidetone.Bus.Tags;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Bus.Api;

/// <summary>The API of Amazon EventBridge: registers it, and gives it an address.</summary>
public static class BusApi
{
    /// <summary>Where it is on the server's own address.</summary>
    public const string Path = "/bus";

    /// <summary>
    /// Adds the operations. The host brings <see cref="IBusCallers"/>, <see cref="SigningOptions"/> and
    /// <see cref="ISecretBox"/>.
    /// </summary>
    public static IServiceCollection AddBusApi(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<BusLimits>().BindConfiguration(BusLimits.Section);
        services.AddSingleton<IValidateOptions<BusLimits>, BusLimitsAnnotations>();
        services.TryAddSingleton<ResourceStore>();
        services.TryAddSingleton<ConnectionSecrets>();
        services.AddSingleton<ArchiveSizes>();
        services
            .AddSingleton<IOperations, BusOperations>()
            .AddSingleton<IOperations, PermissionOperations>()
            .AddSingleton<IOperations, RuleOperations>()
            .AddSingleton<IOperations, TargetOperations>()
            .AddSingleton<IOperations, PatternOperations>()
            .AddSingleton<IOperations, ConnectionOperations>()
            .AddSingleton<IOperations, ApiDestinationOperations>()
            .AddSingleton<IOperations, ArchiveOperations>()
            .AddSingleton<IOperations, ReplayOperations>()
            .AddSingleton<IOperations, PartnerOperations>()
            .AddSingleton<IOperations, EventSourceOperations>()
            .AddSingleton<IOperations, TagOperations>()
            .AddSingleton<IOperations, EndpointOperations>()
            .AddSingleton<OperationTable>()
            .AddSingleton(static provider => new BusDesk(
                provider.GetRequiredService<OperationTable>(),
                provider.GetRequiredService<EventIntake>()
            ))
            .AddSingleton<BusEndpoint>();
        return services;
    }

    /// <summary>The operations on a store, with the usual limits, beside the server that may be running on it.</summary>
    public static BusDesk DeskBeside(Database database, ISecretBox box, TimeProvider time) =>
        new ServiceCollection()
            .AddSingleton(database)
            .AddSingleton(box)
            .AddSingleton(time)
            .AddSingleton<BusLog>()
            .AddSingleton<EventIntake>()
            .AddBusApi()
            .AddSingleton(Options.Create(new BusLimits()))
            .AddSingleton(Options.Create(new EventIntakeOptions()))
            .BuildServiceProvider()
            .GetRequiredService<BusDesk>();

    /// <summary>Answers at <see cref="Path"/>, with and without a slash at the end.</summary>
    public static IEndpointConventionBuilder MapBusApi(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, static context => AnswerAsync(context));

    /// <summary>Answers any request, for a port that nothing else has.</summary>
    public static Task AnswerAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<BusEndpoint>().AnswerAsync(context);
}
