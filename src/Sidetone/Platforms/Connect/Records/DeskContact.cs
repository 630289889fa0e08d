using Sidetone.Telemetry;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>A voice contact as a snapshot of an agent's desk shows it.</summary>
internal sealed record DeskContact
{
    public required string ContactId { get; init; }

    /// <summary>What its state says happened, and when.</summary>
    public required IReadOnlyList<Happening> Happenings { get; init; }

    /// <summary>True when the agent was connected to it at some time.</summary>
    public bool IsTaken { get; init; }

    /// <summary>True when the agent is connected to it now, on hold or not.</summary>
    public bool IsLive { get; init; }

    public string? QueueArn { get; init; }

    /// <summary>The name that it gives to its queue; null when it gives none.</summary>
    public NamedArn? Queue { get; init; }

    public required Facts Facts { get; init; }

    public static DeskContact Read(RecordElement contact, long at)
    {
        var state = contact.Required(contact.Text("State"), "State").ToUpperInvariant();
        var since = contact.Time("StateStartTimestamp") ?? at;
        var connected = contact.Time("ConnectedToAgentTimestamp");
        var isLive = state is "CONNECTED" or "CONNECTED_ONHOLD";
        var queue = contact.Object("Queue");
        var queueArn = queue?.Id("ARN");
        var queueName = queue?.Text("Name");
        return new DeskContact
        {
            ContactId = contact.Required(contact.Id("ContactId"), "ContactId"),
            Happenings = [.. HappeningsOf(state, since, connected ?? (state == "CONNECTED" ? since : null))],
            IsTaken = connected is not null || isLive,
            IsLive = isLive,
            QueueArn = queueArn,
            Queue =
                queueArn is not null && queueName is not null ? new NamedArn(queueArn, ArnKind.Queue, queueName) : null,
            Facts = new Facts
            {
                Direction = Vocabulary.Direction(contact.Text("InitiationMethod")),
                QueueName = queueName,
                EnqueuedAt = contact.Time("QueueTimestamp"),
            },
        };
    }

    private static IEnumerable<Happening> HappeningsOf(string state, long since, long? connected)
    {
        if (connected is { } at)
        {
            yield return new Happening { At = at, Type = HappeningType.Connected };
        }

        // Connected again after the first time means that a hold is over.
        var type = state switch
        {
            "INCOMING" or "PENDING" or "CONNECTING" => HappeningType.Connecting,
            "CONNECTED_ONHOLD" => HappeningType.Hold,
            "CONNECTED" when since > connected => HappeningType.Resume,
            "ENDED" or "MISSED" or "REJECTED" or "ERROR" => HappeningType.Ended,
            _ => null,
        };
        if (type is not null)
        {
            yield return new Happening { At = since, Type = type };
        }
    }
}
