using System.Text;
using System.Text.Json;
using Sidetone.Api;
using Sidetone.Closing;
using Sidetone.Groups;
using Sidetone.Platforms.Connect.Contacts;
using Sidetone.Platforms.Connect.SetAside;

namespace Sidetone.Platforms.Connect;

/// <summary>The routes of Amazon Connect's feeds.</summary>
internal static class ConnectApi
{
    private const int ShownMax = 100;

    public static IServiceCollection AddConnect(this IServiceCollection services) =>
        services
            .AddSingleton<ContactAgents>()
            .AddSingleton<NameDirectory>()
            .AddSingleton<IContactAgents, UnnamedCalls>()
            .AddSingleton<SetAsideStore>()
            .AddSingleton<ConnectCounters>()
            .AddSingleton<ConnectIntake>()
            .AddSingleton<ConnectFeed>()
            .AddSingleton<ConnectGate>()
            .AddSingleton<RecordsEndpoint>()
            .AddSingleton<FirehoseEndpoint>()
            .AddHostedService<ConnectRetentionService>();

    public static void MapConnect(this IEndpointRouteBuilder routes)
    {
        var records = routes.ServiceProvider.GetRequiredService<RecordsEndpoint>();
        var firehose = routes.ServiceProvider.GetRequiredService<FirehoseEndpoint>();
        routes.MapPost("/v1/platforms/connect/records", records.Post);
        routes.MapPost("/v1/platforms/connect/firehose", firehose.Post);
        routes.MapRead("/v1/platforms/connect/set-aside", GetSetAside);
        routes.MapRead("/v1/platforms/connect/counters", GetCounters);
    }

    private static async Task GetSetAside(HttpContext context, KeyHolder holder)
    {
        var store = context.RequestServices.GetRequiredService<SetAsideStore>();
        var records = await store.LatestAsync(holder.Group.Group.Id, ShownMax, context.RequestAborted);
        await JsonAnswer.WriteAsync(
            context.Response,
            json =>
            {
                json.WriteStartArray("records");
                foreach (var record in records)
                {
                    Write(json, record);
                }

                json.WriteEndArray();
            }
        );
    }

    private static async Task GetCounters(HttpContext context, KeyHolder holder)
    {
        var counters = context.RequestServices.GetRequiredService<ConnectCounters>();
        var group = holder.Group.Group.Id;
        await JsonAnswer.WriteAsync(
            context.Response,
            json =>
            {
                json.WriteNumber("accepted", counters.Of(group, "accepted"));
                json.WriteNumber("repeated", counters.Of(group, "repeated"));
                foreach (var outcome in (string[])["ignored", "setAside"])
                {
                    json.WriteStartObject(outcome);
                    foreach (var (reason, count) in counters.ByReason(group, outcome))
                    {
                        json.WriteNumber(reason, count);
                    }

                    json.WriteEndObject();
                }
            }
        );
    }

    private static void Write(Utf8JsonWriter json, SetAsideRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("id", record.Id);
        json.WriteNumber("firstAt", record.FirstMs);
        json.WriteNumber("lastAt", record.LastMs);
        json.WriteNumber("times", record.Times);
        json.WriteString("reason", record.Reason);
        json.WriteString("path", record.Path);
        json.WriteString("detail", record.Detail);
        json.WriteNumber("length", record.Length);
        if (record.Body is { } body)
        {
            json.WriteString("record", Encoding.UTF8.GetString(body));
        }

        json.WriteEndObject();
    }
}
