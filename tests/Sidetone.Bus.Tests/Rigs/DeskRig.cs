using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Events;
using Sidetone.Bus.Resources;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>The front desk of the bus on a real database, without HTTP before it and without the engine behind it.</summary>
internal sealed class DeskRig : IAsyncDisposable
{
    public static readonly BusTenant Tenant = new(BusRig.Group, "111111111111", "us-east-1");
    public static readonly BusTenant OtherTenant = new(BusRig.OtherGroup, "111111111111", "us-east-1");

    private readonly ServiceProvider _services;

    private DeskRig(BusRig bus, ServiceProvider services)
    {
        Bus = bus;
        _services = services;
    }

    public BusRig Bus { get; }

    public BusDesk Desk => _services.GetRequiredService<BusDesk>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<DeskRig> OpenAsync(
        Engine engine = Engine.Sqlite,
        bool strict = true,
        BusLimits? limits = null
    )
    {
        var bus = await BusRig.OpenAsync(engine);
        var services = new ServiceCollection()
            .AddSingleton(bus.Database)
            .AddSingleton(bus.Log)
            .AddSingleton<TimeProvider>(bus.Store.Time)
            .AddSingleton<ISecretBox>(new SecretBox(new byte[32]))
            .AddSingleton<EventIntake>()
            .AddBusApi()
            .AddSingleton(Options.Create(new EventIntakeOptions { Strict = strict }))
            .AddSingleton(Options.Create(limits ?? new BusLimits()));
        return new DeskRig(bus, services.BuildServiceProvider());
    }

    /// <summary>Carries out an operation; the answer, or <c>{"Error":{"Code","Message"}}</c>.</summary>
    public Task<JsonObject> CallAsync(string operation, JsonNode input, BusTenant? tenant = null) =>
        CallAsync(operation, Encoding.UTF8.GetBytes(input.ToJsonString()), tenant);

    /// <summary>Carries out an operation; the answer, or <c>{"Error":{"Code","Message"}}</c>.</summary>
    public async Task<JsonObject> CallAsync(string operation, byte[] body, BusTenant? tenant = null)
    {
        tenant ??= Tenant;
        try
        {
            return BusDesk.Puts(operation)
                ? Outcome(await Desk.PutAsync(tenant, operation == BusDesk.PutPartnerEvents, body, Stop))
                : await Desk.RunAsync(tenant, operation, body, Stop);
        }
        catch (BusException refusal)
        {
            return new JsonObject
            {
                ["Error"] = new JsonObject { ["Code"] = refusal.Code, ["Message"] = refusal.Message },
            };
        }
    }

    /// <summary>Carries out an operation that must not be refused.</summary>
    public async Task<JsonObject> DoAsync(string operation, JsonNode input, BusTenant? tenant = null)
    {
        var answer = await CallAsync(operation, input, tenant);
        Assert.False(answer.ContainsKey("Error"), $"{operation}: {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>Requires that an operation is refused; the message.</summary>
    public async Task<string> RefusedAsync(string code, string operation, JsonNode input, BusTenant? tenant = null)
    {
        var answer = await CallAsync(operation, input, tenant);
        Assert.True(answer["Error"]?["Code"]?.GetValue<string>() == code, $"{operation}: {answer.ToJsonString()}");
        return answer["Error"]!["Message"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Bus.DisposeAsync();
    }

    private static JsonObject Outcome(IReadOnlyList<EntryOutcome> outcomes) =>
        new()
        {
            ["FailedEntryCount"] = outcomes.Count(static one => one.EventId is null),
            ["Entries"] = new JsonArray([
                .. outcomes.Select(static one =>
                    one.EventId is { } id
                        ? new JsonObject { ["EventId"] = id }
                        : new JsonObject { ["ErrorCode"] = one.ErrorCode, ["ErrorMessage"] = one.ErrorMessage }
                ),
            ]),
        };
}
