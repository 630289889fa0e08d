using System.Text.Json.Nodes;
using Sidetone.Delivery.Destinations;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Reading;

namespace Sidetone.Heartbeat.Workflows;

/// <summary>What is told to whom when a heartbeat's job meets a trigger.</summary>
public sealed record Workflow
{
    /// <summary>Its id, part of the ids of its events.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name, one of its kind within the group.</summary>
    public required string Name { get; init; }

    /// <summary>When.</summary>
    public required WorkflowTrigger Trigger { get; init; }

    /// <summary>Whether the group's destinations get the event <c>HeartbeatWorkflow</c>. Default true.</summary>
    public bool SendsEvent { get; init; } = true;

    /// <summary>The webhook that gets the bare array; null for none.</summary>
    public DestinationId? Webhook { get; init; }

    /// <summary>
    /// Reads <c>{"name":…,"trigger":{…},"event":true}</c>. A webhook is no part of it: it has secrets, and a store of its own.
    /// </summary>
    /// <exception cref="DefinitionException">Something is wrong; every problem at once.</exception>
    public static Workflow Parse(string json, Guid id) => MemberReader.Read(json, members => Read(members, id));

    internal static Workflow Read(MemberReader members, Guid id) =>
        new()
        {
            Id = id,
            Name = members.Text("name", DefinitionJson.NameMax),
            Trigger = members.Object("trigger", WorkflowTrigger.Read) ?? Missing(members),
            SendsEvent = members.Flag("event", fallback: true),
        };

    /// <summary>The workflow as JSON, as <see cref="Parse"/> reads it.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["trigger"] = Trigger.ToJson(),
            ["event"] = SendsEvent,
        };

    private static WorkflowTrigger Missing(MemberReader members)
    {
        if (!members.Has("trigger"))
        {
            members.Wrong("trigger", "is missing.");
        }

        return new WorkflowTrigger();
    }
}
