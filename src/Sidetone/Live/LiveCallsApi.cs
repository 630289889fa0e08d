using System.Text.Json;
using Sidetone.Api;
using Sidetone.Calls.Live;
using Sidetone.Calls.Quality;
using Sidetone.Groups;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Live;

/// <summary><c>GET /v1/calls/live</c>: the group's open calls as they are now, worked out of the telemetry log.</summary>
internal static class LiveCallsApi
{
    private const int PageDefault = 50;
    private const int PageMax = 200;

    // Ten seconds each: the last second with media is in one of them, unless there was none for half a minute.
    private const int RecentBatches = 3;

    public static IServiceCollection AddLiveCalls(this IServiceCollection services) =>
        services.AddSingleton<LiveCallStore>();

    public static void MapLiveCalls(this IEndpointRouteBuilder routes) => routes.MapRead("/v1/calls/live", GetLive);

    /// <summary>A page of open calls: <c>?after=</c> a page's <c>next</c>, <c>?max=</c> up to 200.</summary>
    private static async Task GetLive(HttpContext context, KeyHolder holder)
    {
        var query = context.Request.Query;
        var max = (int)Math.Clamp(query.NumberOf("max", PageDefault), 1, PageMax);
        var services = context.RequestServices;
        var group = holder.Group;
        var open = await services
            .GetRequiredService<LiveCallStore>()
            .ListAsync(group.Group.Id, PlaceOf(query["after"]), max, context.RequestAborted);
        var log = services.GetRequiredService<ITelemetryLog>();
        var formula = MosFormula.Find(group.Settings.Calls.MosFormula) ?? MosFormula.Default;
        var states = new List<(OpenCall Call, LiveCall State)>(open.Count);
        foreach (var call in open)
        {
            // One after the other: a page never holds more than one call's batches in memory.
            var read = await log.ReadAsync(call.Key, context.RequestAborted);
            if (read.Entries.Count > 0)
            {
                states.Add((call, StateOf(read, formula)));
            }
        }

        await JsonAnswer.WriteAsync(
            context.Response,
            json =>
            {
                json.WriteStartArray("calls");
                foreach (var (call, state) in states)
                {
                    Write(json, call, state);
                }

                json.WriteEndArray();
                if (open.Count == max)
                {
                    json.WriteString("next", Convert.ToHexStringLower(open[^1].Key.ToBytes()));
                }
            }
        );
    }

    private static LiveCall StateOf(CallLog read, MosFormula formula)
    {
        var heads = new List<Batch>(read.Entries.Count);
        var recent = new List<Batch>();
        for (var index = 0; index < read.Entries.Count; index++)
        {
            var body = read.Entries[index].Body.Span;
            heads.Add(BatchCodec.DecodeHead(body));
            var isRecent =
                index + RecentBatches >= read.Entries.Count
                || read.Entries[index + RecentBatches].Session != read.Entries[index].Session;
            if (isRecent)
            {
                recent.Add(BatchCodec.Decode(body));
            }
        }

        return LiveCalls.Of(heads, recent, formula);
    }

    private static void Write(Utf8JsonWriter json, OpenCall call, LiveCall state)
    {
        json.WriteStartObject();
        json.WriteString("contactId", call.ContactId);
        json.WriteString("agent", call.Agent);
        json.WriteString("stage", NameOf(state.Stage));
        json.WriteBoolean("muted", state.IsMuted);
        WriteIfAny(json, "since", state.Since);
        WriteIfAny(json, "connectedAt", state.ConnectedAt);
        WriteIfAny(json, "stageSince", state.StageSince);
        WriteIfAny(json, "lastRecordAt", state.LastRecordAt);
        if (state.LastSecond is { } second)
        {
            json.WriteStartObject("lastSecond");
            json.WriteNumber("at", second.At);
            WriteIfAny(json, "inboundMos", second.InboundMos);
            WriteIfAny(json, "outboundMos", second.OutboundMos);
            WriteIfAny(json, "inboundLossPercent", second.InboundLossPercent);
            WriteIfAny(json, "inboundJitterMs", second.InboundJitterMs);
            WriteIfAny(json, "roundTripMs", second.RoundTripMs);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static string NameOf(LiveStage stage) =>
        stage switch
        {
            LiveStage.Ringing => "ringing",
            LiveStage.Connected => "connected",
            LiveStage.OnHold => "onHold",
            LiveStage.Ended => "ended",
            _ => "unknown",
        };

    private static void WriteIfAny(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Math.Round(number, 2, MidpointRounding.AwayFromZero));
        }
    }

    private static byte[] PlaceOf(string? text)
    {
        try
        {
            return Convert.FromHexString(text ?? "");
        }
        catch (FormatException)
        {
            return []; // Nobody was told such a place: the first page.
        }
    }
}
