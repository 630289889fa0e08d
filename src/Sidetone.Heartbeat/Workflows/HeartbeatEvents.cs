using System.Globalization;
using Sidetone.Catalog;
using Sidetone.Delivery.Outbox;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Scores;

namespace Sidetone.Heartbeat.Workflows;

/// <summary>The event of a workflow. Pure: the same job gives the same id, time and bytes.</summary>
internal static class HeartbeatEvents
{
    public static OutboxEvent Of(Workflow workflow, HeartbeatJob job, CatalogProfile profile) =>
        new()
        {
            Id = Delivery.Outbox.EventId.For(
                job.Group,
                DetailTypes.HeartbeatWorkflow,
                workflow.Id.ToString(),
                job.Id.ToString()
            ),
            Group = job.Group,
            DetailType = DetailTypes.HeartbeatWorkflow,
            Key = string.Create(CultureInfo.InvariantCulture, $"{workflow.Name}/{job.Id}"),
            ContactId = null,
            OccurredAt = job.UpdatedAt,
            Detail = CatalogWriter.WriteDetail(new HeartbeatWorkflow { Heartbeats = [DetailOf(job)] }, profile),
        };

    /// <summary>A job as the catalog prints it: a score that was not measured is 10 there.</summary>
    private static Catalog.Heartbeat DetailOf(HeartbeatJob job) =>
        new()
        {
            AgentId = job.Definition.Receiver.AgentId,
            AgentType = job.Definition.Receiver.AgentType,
            AxScore = Printed(job.Scores.Ax),
            CreatedOn = CatalogTime.Microseconds(job.CreatedAt),
            CxScore = Printed(job.Scores.Cx),
            DiallerCallId = job.DiallerCallId,
            GroupId = job.Group.ToString(),
            HeartbeatId = job.Heartbeat.ToString(),
            JobId = job.Id.ToString(),
            NetworkScore = Printed(job.Scores.Network),
            ReceiverCallId = job.ReceiverCallId,
            RoutingProfileId = job.Definition.RoutingProfileId,
            Status = job.Status,
            ToNumber = job.Definition.To,
            UpdatedOn = CatalogTime.Microseconds(job.UpdatedAt),
        };

    private static CatalogNumber Printed(Score score) => CatalogNumber.From((decimal)score.Printed);
}
