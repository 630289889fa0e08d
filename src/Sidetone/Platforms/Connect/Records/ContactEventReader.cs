using Sidetone.Telemetry;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>
/// Reads contact events (<c>detail-type</c> "Amazon Connect Contact Event"): they come unordered, sometimes twice, and
/// name queue and agent by ARN alone.
/// </summary>
internal static class ContactEventReader
{
    /// <summary>Reads an event from its detail.</summary>
    /// <param name="detail">The event's detail.</param>
    /// <param name="id">The envelope's id; null when it came without one.</param>
    /// <param name="time">The envelope's time; null when it came without one.</param>
    public static RecordContent Read(RecordElement detail, string? id, long? time)
    {
        var contactId = detail.Required(detail.Id("contactId"), "contactId");
        var type = detail.Required(detail.Text("eventType"), "eventType").ToUpperInvariant();
        if (!Vocabulary.IsVoice(detail.Required(detail.Text("channel"), "channel")))
        {
            return new RecordContent([], [], IgnoredReason.OtherChannel);
        }

        var agent = detail.Object("agentInfo");
        var queue = detail.Object("queueInfo");
        var initiated = detail.Time("initiationTimestamp");
        var connected = agent?.Time("connectedToAgentTimestamp");
        var disconnected = detail.Time("disconnectTimestamp");
        var happenings = new List<Happening>();
        if (connected is { } at)
        {
            happenings.Add(new Happening { At = at, Type = HappeningType.Connected });
        }

        if (disconnected is { } end && type is "DISCONNECTED" or "COMPLETED")
        {
            happenings.Add(
                new Happening
                {
                    At = end,
                    Type = HappeningType.Ended,
                    // Said for failed calls of campaigns alone; the contact record says it for all.
                    EndedBy = Vocabulary.EndedBy(detail.Text("disconnectReason")),
                }
            );
        }

        var report = new ContactReport
        {
            Kind = PlatformRecordKind.ContactEvent,
            Identity = id,
            ContactId = contactId,
            WrittenAt = detail.Required(time ?? disconnected ?? connected ?? initiated, "initiationTimestamp"),
            AgentArn = agent?.Id("agentArn"),
            IsTaken = agent is not null,
            QueueArn = queue?.Id("queueArn"),
            Facts = new Facts
            {
                Direction = Vocabulary.Direction(detail.Text("initiationMethod")),
                EnqueuedAt = queue?.Time("enqueueTimestamp"),
            },
            Happenings = happenings,
        };
        return new RecordContent([report], []);
    }
}
