using Sidetone.Telemetry;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>
/// Reads agent events: what an agent was doing before and after an instant, with every contact at the desk. Each event is
/// complete in itself, so that it means the same whatever came before it or was lost.
/// </summary>
internal static class AgentEventReader
{
    public static RecordContent Read(RecordElement record)
    {
        var agentArn = record.Required(record.Id("AgentARN"), "AgentARN");
        var at = record.Required(record.Time("EventTimestamp"), "EventTimestamp");
        var current = record.Object("CurrentAgentSnapshot");
        var previous = record.Object("PreviousAgentSnapshot");
        var configuration = current?.Object("Configuration") ?? previous?.Object("Configuration");
        var names = NamesOf(agentArn, configuration);
        var before = previous is { } earlier ? ContactsOf(earlier, at) : [];
        var now = current is { } later ? ContactsOf(later, at) : [];
        names.AddRange(before.Concat(now).Select(contact => contact.Queue).OfType<NamedArn>());
        if (before.Count == 0 && now.Count == 0)
        {
            var hasOther = HasContacts(current) || HasContacts(previous);
            return new RecordContent([], names, hasOther ? IgnoredReason.OtherChannel : IgnoredReason.NoContact);
        }

        var agentName = configuration?.Id("Username");
        var isDouble = now.Count(contact => contact.IsLive) > 1 || IsSecondWindow(current);
        var reports = before
            .Concat(now)
            .Select(contact => contact.ContactId)
            .Distinct(StringComparer.Ordinal)
            .Select(id =>
                ReportOf(
                    [.. before.Where(contact => contact.ContactId == id)],
                    [.. now.Where(contact => contact.ContactId == id)],
                    at,
                    isDouble
                ) with
                {
                    Identity = record.Text("EventId") is { } eventId ? $"{eventId} {id}" : null,
                    AgentArn = agentArn,
                    AgentName = agentName,
                }
            )
            .Select(report =>
                report with
                {
                    Facts = report.Facts with { FriendlyName = FriendlyNameOf(configuration) },
                }
            );
        return new RecordContent([.. reports], names);
    }

    private static ContactReport ReportOf(
        IReadOnlyList<DeskContact> before,
        IReadOnlyList<DeskContact> now,
        long at,
        bool isDouble
    )
    {
        DeskContact[] all = [.. before, .. now];
        var happenings = all.SelectMany(contact => contact.Happenings).Distinct().ToList();
        var isEnded = happenings.Any(happening => happening.Type == HappeningType.Ended);
        if (now.Count == 0 && !isEnded)
        {
            // It left the desk without a last state.
            happenings.Add(new Happening { At = at, Type = HappeningType.Ended });
        }

        if (isDouble && now.Any(contact => contact.IsLive))
        {
            happenings.Add(new Happening { At = at, Type = HappeningType.MultipleSoftphones });
        }

        return new ContactReport
        {
            Kind = PlatformRecordKind.AgentEvent,
            Identity = null,
            ContactId = all[0].ContactId,
            WrittenAt = at,
            IsTaken = all.Any(contact => contact.IsTaken),
            QueueArn = all.Select(contact => contact.QueueArn).LastOrDefault(arn => arn is not null),
            Facts = all.Aggregate(new Facts(), (facts, contact) => facts.With(contact.Facts)),
            Happenings = happenings,
        };
    }

    private static List<DeskContact> ContactsOf(RecordElement snapshot, long at) =>
        [
            .. snapshot
                .Objects("Contacts")
                .Where(contact => Vocabulary.IsVoice(contact.Required(contact.Text("Channel"), "Channel")))
                .Select(contact => DeskContact.Read(contact, at)),
        ];

    private static bool HasContacts(RecordElement? snapshot) => snapshot is { } some && some.Objects("Contacts").Any();

    // The softphone's own word for a second window of it (AgentErrorStates in Streams).
    private static bool IsSecondWindow(RecordElement? snapshot) =>
        "MultipleCcpWindows".Equals(
            snapshot?.Object("AgentStatus")?.Text("Name")?.Replace(" ", "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase
        );

    private static List<NamedArn> NamesOf(string agentArn, RecordElement? configuration)
    {
        var names = new List<NamedArn>();
        if (configuration?.Id("Username") is { } user)
        {
            names.Add(new NamedArn(agentArn, ArnKind.Agent, user, FriendlyNameOf(configuration) ?? ""));
        }

        if (configuration?.Object("RoutingProfile") is { } profile)
        {
            var outbound = profile.Object("DefaultOutboundQueue");
            var queues = profile.Objects("InboundQueues").ToList();
            foreach (var queue in outbound is { } one ? queues.Append(one) : queues)
            {
                if (queue.Id("ARN") is { } arn && queue.Text("Name") is { } name)
                {
                    names.Add(new NamedArn(arn, ArnKind.Queue, name));
                }
            }
        }

        return names;
    }

    private static string? FriendlyNameOf(RecordElement? configuration)
    {
        var name = Vocabulary.FriendlyName(configuration?.Text("FirstName"), configuration?.Text("LastName"));
        return name.Length > 0 ? name : null;
    }
}
