using System.Globalization;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Scores;
using Sidetone.Heartbeat.Workflows;

namespace Sidetone.Heartbeat;

/// <summary>Heartbeats and their jobs as the HTTP API and the command line print them.</summary>
internal static class HeartbeatJson
{
    public static JsonObject Of(StoredHeartbeat heartbeat)
    {
        var json = new JsonObject { ["id"] = heartbeat.Id.ToString() };
        foreach (var (name, value) in DefinitionJson.ToJson(heartbeat.Definition))
        {
            json[name] = value?.DeepClone();
        }

        json["revision"] = heartbeat.Revision;
        json["next"] = Time(heartbeat.Next);
        return json;
    }

    /// <summary>A job; a score that was not measured is null here, although events print 10.</summary>
    public static JsonObject Of(HeartbeatJob job, CallProgress? live = null)
    {
        var json = new JsonObject
        {
            ["jobId"] = job.Id.ToString(),
            ["heartbeatId"] = job.Heartbeat.ToString(),
            ["name"] = job.Definition.Name,
            ["state"] = job.State.ToString().ToLowerInvariant(),
            ["status"] = job.Status,
            ["reason"] = job.Reason,
            ["slot"] = Time(job.Slot),
            ["slots"] = job.Slots,
            ["createdOn"] = Time(job.CreatedAt),
            ["updatedOn"] = Time(job.UpdatedAt),
            ["dialledAt"] = Time(job.DialledAt),
            ["to"] = job.Definition.To,
            ["agentId"] = job.Definition.Receiver.AgentId,
            ["agentType"] = job.Definition.Receiver.AgentType,
            ["scores"] = Of(job.Scores),
            ["diallerCallId"] = job.DiallerCallId,
            ["receiverCallId"] = job.ReceiverCallId,
            ["record"] = job.Record is { } record ? Of(record) : null,
            ["recording"] = job.Recording is null ? null : $"/v1/heartbeat-jobs/{job.Id}/recording",
        };
        if (live is not null)
        {
            json["live"] = new JsonObject
            {
                ["phase"] = live.Phase.ToString().ToLowerInvariant(),
                ["atMs"] = (long)live.At.TotalMilliseconds,
                ["note"] = live.Note,
                ["record"] = live.Record is { } now ? Of(now) : null,
            };
        }

        return json;
    }

    public static JsonObject Of(JobScores scores) =>
        new()
        {
            ["ax"] = scores.Ax.Measured,
            ["cx"] = scores.Cx.Measured,
            ["network"] = scores.Network.Measured,
            ["formula"] = JobScores.Formula,
        };

    public static JsonNode? Of(CallRecord record) => JsonNode.Parse(CallRecordJson.Write(record));

    public static JsonObject Of(Workflow workflow)
    {
        var json = new JsonObject { ["id"] = workflow.Id.ToString() };
        foreach (var (name, value) in workflow.ToJson())
        {
            json[name] = value?.DeepClone();
        }

        json["webhook"] = workflow.Webhook?.ToString();
        return json;
    }

    public static JsonObject List(string name, IEnumerable<JsonObject> items) =>
        new() { [name] = new JsonArray([.. items]) };

    private static string? Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
