using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Sidetone.Tests.Platforms;

/// <summary>
/// Records of one voice contact in the shape that Amazon Connect writes them: rung at the start, connected after 5 s,
/// held from 60 s to 80 s, over after 125 s.
/// </summary>
internal sealed class ConnectRecords(DateTimeOffset start, string contact = "contact-1")
{
    public const string AgentArn = "arn:aws:connect:eu-west-1:111122223333:instance/i-1/agent/a-1";
    public const string QueueArn = "arn:aws:connect:eu-west-1:111122223333:instance/i-1/queue/q-1";
    public const int Connected = 5;
    public const int Held = 60;
    public const int Resumed = 80;
    public const int Ended = 125;

    public string Contact => contact;

    /// <summary>What the contact's desk was like, one agent event after the other.</summary>
    public IReadOnlyList<string> AgentEvents(string user = "ada") =>
        [
            AgentEvent(0, user, null, ("CONNECTING", 0)),
            AgentEvent(Connected, user, ("CONNECTING", 0), ("CONNECTED", Connected)),
            AgentEvent(Held, user, ("CONNECTED", Connected), ("CONNECTED_ONHOLD", Held)),
            AgentEvent(Resumed, user, ("CONNECTED_ONHOLD", Held), ("CONNECTED", Resumed)),
            AgentEvent(Ended, user, ("CONNECTED", Resumed), ("ENDED", Ended)),
        ];

    /// <summary>The contact's events, each in its envelope.</summary>
    public IReadOnlyList<string> ContactEvents() =>
        [
            ContactEvent("INITIATED", -30),
            ContactEvent("QUEUED", -20),
            ContactEvent("CONNECTED_TO_AGENT", Connected),
            ContactEvent("DISCONNECTED", Ended),
            ContactEvent("COMPLETED", Ended + 20),
        ];

    public string ContactEvent(string type, int at, string channel = "VOICE", string? agentArn = AgentArn)
    {
        var ended = at >= Ended ? Time(Ended) : "1970-01-01T00:00:00.001Z";
        var agent =
            at >= Connected && agentArn is not null
                ? $$"""
                    "agentInfo":{"agentArn":"{{agentArn}}","connectedToAgentTimestamp":"{{Time(Connected)}}"},
                    """
                : "";
        var queue =
            at > -30
                ? $$"""
                    "queueInfo":{"queueArn":"{{QueueArn}}","queueType":"STANDARD","enqueueTimestamp":"{{Time(-20)}}"},
                    """
                : "";
        return $$"""
            {"version":"0","id":"{{contact}}-{{type}}","detail-type":"Amazon Connect Contact Event","source":"aws.connect",
            "account":"111122223333","time":"{{Time(at)}}","region":"eu-west-1",
            "resources":["arn:aws:...","contactArn","instanceArn"],
            "detail":{"initiationTimestamp":"{{Time(-30)}}","contactId":"{{contact}}","channel":"{{channel}}",
            "instanceArn":"arn:aws:connect:eu-west-1:111122223333:instance/i-1","initiationMethod":"INBOUND",
            "eventType":"{{type}}","disconnectTimestamp":"{{ended}}",{{agent}}{{queue}}
            "tags":{"aws:connect:instanceId":"i-1"} } }
            """;
    }

    public string ContactRecord(
        int updated = 200,
        string reason = "CUSTOMER_DISCONNECT",
        string? user = "ada",
        string channel = "VOICE",
        string? next = null
    )
    {
        var agent = $$"""
            {"ARN":"{{AgentArn}}","Username":"{{user}}","AfterContactWorkDuration":20,"AgentInteractionDuration":100,
            "ConnectedToAgentTimestamp":"{{Time(Connected)}}","CustomerHoldDuration":20,"NumberOfHolds":1,
            "RoutingProfile":{"ARN":"arn:rp","Name":"Basic"} }
            """;
        return $$"""
            {"AWSAccountId":"111122223333","AWSContactTraceRecordFormatVersion":"2017-03-10",
            "Agent":{{(user is null ? "null" : agent)}},
            "Attributes":{"secret":"of the customer"},"Channel":"{{channel}}","ConnectedToSystemTimestamp":"{{Time(
                -30
            )}}",
            "ContactId":"{{contact}}","CustomerEndpoint":{"Address":"+441632960123","Type":"TELEPHONE_NUMBER"},
            "DisconnectReason":"{{reason}}","DisconnectTimestamp":"{{Time(Ended)}}","InitialContactId":null,
            "InitiationMethod":"INBOUND","InitiationTimestamp":"{{Time(-30)}}","LastUpdateTimestamp":"{{Time(
                updated
            )}}",
            "NextContactId":{{Quoted(next)}},"PreviousContactId":"before-{{contact}}",
            "Queue":{"ARN":"{{QueueArn}}","DequeueTimestamp":"{{Time(0)}}","Duration":20,
            "EnqueueTimestamp":"{{Time(-20)}}","Name":"Support"},
            "SystemEndpoint":{"Address":"+441632960000","Type":"TELEPHONE_NUMBER"} }
            """;
    }

    public string AgentEvent(
        int at,
        string user,
        (string State, int Since)? before,
        (string State, int Since)? now,
        string channel = "VOICE"
    ) =>
        $$"""
            {"AWSAccountId":"111122223333","AgentARN":"{{AgentArn}}",
            "CurrentAgentSnapshot":{{Snapshot(user, now, channel)}},"EventId":"{{contact}}-{{at}}-{{user}}",
            "EventTimestamp":"{{Time(at)}}","EventType":"STATE_CHANGE",
            "InstanceARN":"arn:aws:connect:eu-west-1:111122223333:instance/i-1",
            "PreviousAgentSnapshot":{{Snapshot(user, before, channel)}},"Version":"2017-10-01"}
            """;

    /// <summary>A time of the call as records write it.</summary>
    public string Time(int seconds) =>
        start.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same record with its members in the other casing.</summary>
    public static string OtherCasing(string record)
    {
        return Recased(JsonNode.Parse(record)!).ToJsonString();

        static JsonNode Recased(JsonNode node) =>
            node switch
            {
                JsonObject members => new JsonObject(
                    members.Select(member =>
                        KeyValuePair.Create(Swapped(member.Key), member.Value is null ? null : Recased(member.Value))
                    )
                ),
                JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Recased(item))]),
                _ => node.DeepClone(),
            };

        static string Swapped(string name) =>
            name.Contains('-', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) ? name
            : char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..]
            : char.ToUpperInvariant(name[0]) + name[1..];
    }

    /// <summary>The records as a Lambda function on a Kinesis stream gets them.</summary>
    public static string Kinesis(params IEnumerable<string> records)
    {
        var items = records.Select(record =>
            $$"""
                {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"p","sequenceNumber":"1","data":"{{Base64(
                    record
                )}}",
                "approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0"}
                """
        );
        return $$"""{"Records":[{{string.Join(',', items)}}]}""";
    }

    /// <summary>The records as Firehose sends them.</summary>
    public static string Firehose(params IEnumerable<string> records)
    {
        var items = records.Select(record => $$"""{"data":"{{Base64(record)}}"}""");
        return $$"""
            {"requestId":"ed4acda5-034f-9f42-bba1-f29aea6d7d8f","timestamp":1578090901599,
            "records":[{{string.Join(',', items)}}]}
            """;
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private string Snapshot(string user, (string State, int Since)? shown, string channel)
    {
        var desk = shown is { } one ? Desk(one.State, one.Since, channel) : "";
        return $$"""
            {"AgentStatus":{"ARN":"arn:status","Name":"Available","StartTimestamp":"{{Time(-600)}}"},
            "Configuration":{"AgentHierarchyGroups":null,"FirstName":"Ada","LastName":"Byron","RoutingProfile":{
            "ARN":"arn:rp","DefaultOutboundQueue":{"ARN":"arn:outbound","Name":"Outbound"},
            "InboundQueues":[{"ARN":"{{QueueArn}}","Name":"Support"}],"Name":"Basic"},"Username":"{{user}}"},
            "Contacts":[{{desk}}]}
            """;
    }

    private string Desk(string state, int since, string channel) =>
        $$"""
            {"Channel":"{{channel}}",
            "ConnectedToAgentTimestamp":{{Quoted(state is "CONNECTING" or "MISSED" ? null : Time(Connected))}},
            "ContactId":"{{contact}}","InitialContactId":null,"InitiationMethod":"INBOUND",
            "Queue":{"ARN":"{{QueueArn}}","Name":"Support"},"QueueTimestamp":"{{Time(-20)}}","State":"{{state}}",
            "StateStartTimestamp":"{{Time(since)}}"}
            """;

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
