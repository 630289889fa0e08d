using System.Text.Json;
using Sidetone.Api;
using Sidetone.Groups;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Closing;

/// <summary>Reading closed calls over HTTP.</summary>
internal static class CallsApi
{
    private const int PageDefault = 50;
    private const int PageMax = 500;

    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/v1/calls", GetCalls);
        routes.MapRead("/v1/calls/{contactId}", GetContact);
    }

    /// <summary>The group's calls, the last ended first: <c>?before=</c> milliseconds, <c>?max=</c> up to 500.</summary>
    private static async Task GetCalls(HttpContext context, KeyHolder holder)
    {
        var query = context.Request.Query;
        var before = query.NumberOf("before", long.MaxValue);
        var max = (int)Math.Clamp(query.NumberOf("max", PageDefault), 1, PageMax);
        var store = context.RequestServices.GetRequiredService<ClosedCallStore>();
        var calls = await store.LatestAsync(holder.Group.Group.Id, before, max, context.RequestAborted);
        await WriteAsync(context, calls, withBatches: false);
    }

    /// <summary>The calls of one contact, one for each agent, with the batches that each session sent.</summary>
    private static async Task GetContact(HttpContext context, KeyHolder holder)
    {
        var contactId = (string)context.GetRouteValue("contactId")!;
        var store = context.RequestServices.GetRequiredService<ClosedCallStore>();
        var calls = await store.OfContactAsync(holder.Group.Group.Id, contactId, context.RequestAborted);
        await WriteAsync(context, calls, withBatches: true);
    }

    private static Task WriteAsync(HttpContext context, IReadOnlyList<ClosedCall> calls, bool withBatches) =>
        JsonAnswer.WriteAsync(
            context.Response,
            json =>
            {
                json.WriteStartArray("calls");
                foreach (var call in calls)
                {
                    Write(json, call, withBatches);
                }

                json.WriteEndArray();
            }
        );

    private static void Write(Utf8JsonWriter json, ClosedCall call, bool withBatches)
    {
        json.WriteStartObject();
        json.WriteString("contactId", call.ContactId);
        json.WriteString("agent", call.Agent);
        json.WriteNumber("endedAt", call.EndedAt);
        json.WriteNumber("profile", call.Profile);
        json.WriteString("mosFormula", call.MosFormula);
        json.WriteNumber("settingsVersion", call.SettingsVersion);
        json.WriteBoolean("changedSinceSent", call.ChangedSinceSent);
        json.WriteNumber("recordingBytes", call.Recording.Length);
        json.WritePropertyName("summary");
        json.WriteRawValue(call.Summary, skipInputValidation: true);
        json.WritePropertyName("insights");
        json.WriteRawValue(call.Insights, skipInputValidation: true);
        if (withBatches)
        {
            WriteSessions(json, call);
        }

        json.WriteEndObject();
    }

    private static void WriteSessions(Utf8JsonWriter json, ClosedCall call)
    {
        json.WriteStartArray("sessions");
        foreach (var session in RecordingCodec.Unpack(call.Recording))
        {
            json.WriteStartObject();
            json.WriteString("session", session.Id);
            json.WriteStartArray("batches");
            foreach (var batch in session.Batches)
            {
                json.WriteNumberValue(batch.Sequence);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
