using Sidetone.Telemetry;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>
/// Reads contact records (CTR). One comes at least once and again whenever something of it changes; contact and
/// <c>LastUpdateTimestamp</c> make it the same one.
/// </summary>
internal static class ContactRecordReader
{
    public static RecordContent Read(RecordElement record)
    {
        var contactId = record.Required(record.Id("ContactId"), "ContactId");
        if (!Vocabulary.IsVoice(record.Required(record.Text("Channel"), "Channel")))
        {
            return new RecordContent([], [], IgnoredReason.OtherChannel);
        }

        var updated = record.Required(record.Time("LastUpdateTimestamp"), "LastUpdateTimestamp");
        var agent = record.Object("Agent");
        var queue = record.Object("Queue");
        var report = new ContactReport
        {
            Kind = PlatformRecordKind.ContactRecord,
            Identity = $"{contactId} {updated}",
            ContactId = contactId,
            WrittenAt = updated,
            AgentArn = agent?.Id("ARN"),
            AgentName = agent?.Id("Username"),
            IsTaken = agent is not null,
            QueueArn = queue?.Id("ARN"),
            Facts = new Facts
            {
                Direction = Vocabulary.Direction(record.Text("InitiationMethod")),
                PreviousContactId = record.Id("PreviousContactId"),
                NextContactId = record.Id("NextContactId"),
                QueueName = queue?.Text("Name"),
                EnqueuedAt = queue?.Time("EnqueueTimestamp"),
                CallerId = record.Object("CustomerEndpoint")?.Text("Address"),
            },
            Happenings = [.. HappeningsOf(record, agent)],
        };
        return new RecordContent([report], [.. NamesOf(report)]);
    }

    private static IEnumerable<Happening> HappeningsOf(RecordElement record, RecordElement? agent)
    {
        if (agent?.Time("ConnectedToAgentTimestamp") is { } connected)
        {
            yield return new Happening { At = connected, Type = HappeningType.Connected };
        }

        if (record.Time("DisconnectTimestamp") is { } ended)
        {
            yield return new Happening
            {
                At = ended,
                Type = HappeningType.Ended,
                EndedBy = Vocabulary.EndedBy(record.Text("DisconnectReason")),
            };
        }
    }

    private static IEnumerable<NamedArn> NamesOf(ContactReport report)
    {
        if (report is { AgentArn: { } agentArn, AgentName: { } agentName })
        {
            yield return new NamedArn(agentArn, ArnKind.Agent, agentName);
        }

        if (report is { QueueArn: { } queueArn, Facts.QueueName: { } queueName })
        {
            yield return new NamedArn(queueArn, ArnKind.Queue, queueName);
        }
    }
}
