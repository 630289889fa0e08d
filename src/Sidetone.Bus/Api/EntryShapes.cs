using Sidetone.Bus.Api.Shapes;
using Sidetone.Bus.Events;

namespace Sidetone.Bus.Api;

/// <summary>The requests that put events.</summary>
internal static class EntryShapes
{
    /// <summary>The most entries of <c>PutEvents</c>.</summary>
    public const int Most = 10;

    /// <summary>The most entries of <c>PutPartnerEvents</c>.</summary>
    public const int MostOfPartner = 20;

    private static readonly ListShape s_resources = new(new TextShape { Max = 2048 });

    /// <summary>A bus that belongs to no partner, by its name or its ARN.</summary>
    public static readonly TextShape BusNameOrArn = new()
    {
        Min = 1,
        Max = 1600,
        Pattern = @"(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[\.\-_A-Za-z0-9]+",
    };

    public static readonly StructureShape PutEvents = new(
        "PutEventsRequest",
        new Member(
            "Entries",
            new ListShape(
                new StructureShape(
                    "PutEventsRequestEntry",
                    new Member("Time", Common.Time),
                    new Member("Source", Common.Text),
                    new Member("Resources", s_resources),
                    new Member("DetailType", Common.Text),
                    new Member("Detail", Common.Text),
                    new Member("EventBusName", BusNameOrArn),
                    new Member("TraceHeader", new TextShape { Min = 1, Max = 500 })
                )
                {
                    Hidden = ["kmsKeyIdentifier", "internalMetadata"],
                }
            )
            {
                Min = 1,
                Max = Most,
            },
            Required: true
        ),
        new Member(
            "EndpointId",
            new TextShape
            {
                Min = 1,
                Max = 50,
                Pattern = @"^[A-Za-z0-9\-]+[\.][A-Za-z0-9\-]+$",
            }
        )
    );

    public static readonly StructureShape PutPartnerEvents = new(
        "PutPartnerEventsRequest",
        new Member(
            "Entries",
            new ListShape(
                new StructureShape(
                    "PutPartnerEventsRequestEntry",
                    new Member("Time", Common.Time),
                    new Member("Source", Common.EventSourceName),
                    new Member("Resources", s_resources),
                    new Member("DetailType", Common.Text),
                    new Member("Detail", Common.Text)
                )
            )
            {
                Min = 1,
                Max = MostOfPartner,
            },
            Required: true
        )
    );

    /// <summary>The entries of a request that its shape found good.</summary>
    public static List<EventEntry> Read(Input input) =>
        [
            .. input
                .Structures("Entries")
                .Select(static entry => new EventEntry
                {
                    Source = entry.Text("Source"),
                    DetailType = entry.Text("DetailType"),
                    Detail = entry.Text("Detail"),
                    Time = entry.Has("Time") ? entry.RequiredTime("Time") : null,
                    Resources = entry.Texts("Resources"),
                    EventBusName = entry.Text("EventBusName"),
                    TraceHeader = entry.Text("TraceHeader"),
                }),
        ];
}
