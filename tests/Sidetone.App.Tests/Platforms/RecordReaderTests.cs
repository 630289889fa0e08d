using System.Text.Json;
using Sidetone.Intake.Refusals;
using Sidetone.Platforms.Connect.Records;
using Sidetone.Telemetry;

namespace Sidetone.Tests.Platforms;

public sealed class RecordReaderTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ConnectRecords s_records = new(s_start);

    private static long At(int seconds) => s_start.AddSeconds(seconds).ToUnixTimeMilliseconds();

    private static RecordContent Read(string json)
    {
        var problem = RecordReader.TryRead(JsonDocument.Parse(json).RootElement, out var content);
        Assert.True(problem is null, $"{problem}");
        return content!;
    }

    private static RecordProblem Fault(string json) =>
        RecordReader.TryRead(JsonDocument.Parse(json).RootElement, out _)
        ?? throw new InvalidOperationException("It was read.");

    private static string Told(ContactReport report) =>
        string.Join(' ', report.Happenings.Select(one => $"{one.Type}@{(one.At - At(0)) / 1000}"));

    [Fact]
    public void A_contact_event_has_arns_times_and_no_names()
    {
        var report = Assert.Single(Read(s_records.ContactEvent("DISCONNECTED", ConnectRecords.Ended)).Reports);
        Assert.Equal("connected@5 ended@125", Told(report));
        Assert.Equal((ConnectRecords.AgentArn, ConnectRecords.QueueArn), (report.AgentArn, report.QueueArn));
        Assert.Equal(("Inbound", At(-20)), (report.Facts.Direction, report.Facts.EnqueuedAt));
        Assert.Null(report.AgentName);
        Assert.True(report.IsTaken);
        Assert.Equal("contact-1-DISCONNECTED", report.Identity);
    }

    [Fact]
    public void A_time_that_is_not_set_is_none()
    {
        var report = Assert.Single(Read(s_records.ContactEvent("INITIATED", -30)).Reports);
        Assert.Equal("", Told(report));
        Assert.False(report.IsTaken);
    }

    [Fact]
    public void A_contact_record_says_who_and_how_it_ended()
    {
        var content = Read(s_records.ContactRecord(next: "after"));
        var report = Assert.Single(content.Reports);
        Assert.Equal("connected@5 ended@125", Told(report));
        Assert.Equal("Customer", report.Happenings[^1].EndedBy);
        Assert.Equal(
            ("ada", "+441632960123", "Support"),
            (report.AgentName, report.Facts.CallerId, report.Facts.QueueName)
        );
        Assert.Equal(("before-contact-1", "after"), (report.Facts.PreviousContactId, report.Facts.NextContactId));
        Assert.Equal(
            [(ConnectRecords.AgentArn, "ada"), (ConnectRecords.QueueArn, "Support")],
            content.Names.Select(name => (name.Arn, name.Name))
        );
    }

    [Fact]
    public void Agent_events_say_when_it_rang_and_when_it_was_held()
    {
        Assert.Equal(
            [
                "connecting@0",
                "connecting@0 connected@5",
                "connected@5 hold@60",
                "connected@5 hold@60 resume@80",
                "connected@5 resume@80 ended@125",
            ],
            s_records.AgentEvents().Select(json => Told(Assert.Single(Read(json).Reports)))
        );
    }

    [Fact]
    public void A_contact_that_was_not_taken_is_the_agents_who_missed_it()
    {
        var missed = s_records.AgentEvent(20, "bob", ("CONNECTING", 0), ("MISSED", 20));
        var report = Assert.Single(Read(missed).Reports);
        Assert.Equal(("bob", false, "connecting@0 ended@20"), (report.AgentName, report.IsTaken, Told(report)));
    }

    [Fact]
    public void A_contact_that_left_the_desk_has_ended()
    {
        var left = s_records.AgentEvent(130, "ada", ("CONNECTED", 5), null);
        Assert.Equal("connected@5 ended@130", Told(Assert.Single(Read(left).Reports)));
    }

    [Fact]
    public void A_second_softphone_is_a_happening_of_every_live_contact()
    {
        var second = s_records
            .AgentEvent(60, "ada", null, ("CONNECTED", 5))
            .Replace("\"Available\"", "\"Multiple CCP Windows\"", StringComparison.Ordinal);
        Assert.Contains(
            Assert.Single(Read(second).Reports).Happenings,
            one => one.Type == HappeningType.MultipleSoftphones
        );
        var single = Read(s_records.AgentEvent(60, "ada", null, ("CONNECTED", 5)));
        Assert.DoesNotContain(single.Reports[0].Happenings, one => one.Type == HappeningType.MultipleSoftphones);
    }

    [Fact]
    public void Two_voice_contacts_at_one_desk_are_two_softphones_and_a_chat_beside_a_call_is_not()
    {
        var other = new ConnectRecords(s_start, "contact-2");
        var first = s_records.AgentEvent(60, "ada", null, ("CONNECTED", 5));
        Assert.Equal(2, Count(Joined(other.AgentEvent(60, "ada", null, ("CONNECTED", 9)))));
        Assert.Equal(0, Count(Joined(other.AgentEvent(60, "ada", null, ("CONNECTED", 9), "CHAT"))));

        // Both contacts in the current snapshot of one event.
        string Joined(string second)
        {
            var contacts = JsonDocument
                .Parse(second)
                .RootElement.GetProperty("CurrentAgentSnapshot")
                .GetProperty("Contacts");
            var added = contacts[0].GetRawText();
            var place = first.IndexOf("\"Contacts\":[", StringComparison.Ordinal) + "\"Contacts\":[".Length;
            return first.Insert(place, added + ",");
        }

        static int Count(string json) =>
            Read(json)
                .Reports.Count(report => report.Happenings.Any(one => one.Type == HappeningType.MultipleSoftphones));
    }

    [Fact]
    public void Either_casing_says_the_same()
    {
        string[] all = [.. s_records.AgentEvents(), .. s_records.ContactEvents(), s_records.ContactRecord()];
        foreach (var record in all)
        {
            var (one, other) = (Read(record), Read(ConnectRecords.OtherCasing(record)));
            Assert.Equal(one.Names, other.Names);
            Assert.Equal(
                one.Reports.Select(report => (Told(report), report.Facts, report.Identity, report.AgentName)),
                other.Reports.Select(report => (Told(report), report.Facts, report.Identity, report.AgentName))
            );
        }
    }

    [Theory]
    [InlineData("CHAT")]
    [InlineData("TASK")]
    [InlineData("EMAIL")]
    public void What_is_no_voice_contact_is_ignored(string channel)
    {
        Assert.Equal(IgnoredReason.OtherChannel, Read(s_records.ContactRecord(channel: channel)).Ignored);
        Assert.Equal(IgnoredReason.OtherChannel, Read(s_records.ContactEvent("QUEUED", 0, channel)).Ignored);
        Assert.Equal(
            IgnoredReason.OtherChannel,
            Read(s_records.AgentEvent(9, "ada", null, ("CONNECTED", 5), channel)).Ignored
        );
        Assert.Equal(IgnoredReason.NoContact, Read(s_records.AgentEvent(9, "ada", null, null)).Ignored);
    }

    [Theory]
    [InlineData("CUSTOMER_DISCONNECT", "Customer")]
    [InlineData("AGENT_DISCONNECT", "Agent")]
    [InlineData("THIRD_PARTY_DISCONNECT", "ThirdParty")]
    [InlineData("CONTACT_FLOW_DISCONNECT", "Flow")]
    [InlineData("BARGED", "Supervisor")]
    [InlineData("TELECOM_BUSY", "System")]
    [InlineData("OUTBOUND_ATTEMPT_FAILED", "System")]
    [InlineData("EXPIRED", "System")]
    [InlineData("API", null)]
    [InlineData("OTHER", null)]
    [InlineData("A_NEW_REASON", null)]
    public void Who_ended_it_is_never_guessed(string reason, string? by) =>
        Assert.Equal(by, Read(s_records.ContactRecord(reason: reason)).Reports[0].Happenings[^1].EndedBy);

    [Theory]
    [InlineData("INBOUND", "Inbound")]
    [InlineData("QUEUE_TRANSFER", "Inbound")]
    [InlineData("OUTBOUND", "Outbound")]
    [InlineData("CALLBACK", "Outbound")]
    [InlineData("MONITOR", null)]
    public void The_direction_is_the_initiation_methods(string method, string? direction)
    {
        var json = s_records
            .ContactRecord()
            .Replace(
                "\"InitiationMethod\":\"INBOUND\"",
                $"\"InitiationMethod\":\"{method}\"",
                StringComparison.Ordinal
            );
        Assert.Equal(direction, Read(json).Reports[0].Facts.Direction);
    }

    [Fact]
    public void What_is_wrong_is_named_with_its_path()
    {
        var record = s_records.ContactRecord();
        Expect(RefusalReason.RecordUnknown, "$", """{"hello":"world"}""");
        Expect(RefusalReason.BodyWrongType, "$", "[]");
        Expect(RefusalReason.RecordUnknown, "$.detail-type", """{"detail-type":"Something else","detail":{}}""");
        Expect(
            RefusalReason.BodyMemberMissing,
            "$.detail.contactId",
            """{"detail-type":"Amazon Connect Contact Event","detail":{}}"""
        );
        Expect(
            RefusalReason.BodyMemberMissing,
            "$.LastUpdateTimestamp",
            record.Replace("LastUpdateTimestamp", "Last", StringComparison.Ordinal)
        );
        Expect(
            RefusalReason.BodyWrongType,
            "$.Queue.EnqueueTimestamp",
            record.Replace(
                $"\"EnqueueTimestamp\":\"{s_records.Time(-20)}\"",
                "\"EnqueueTimestamp\":\"noon\"",
                StringComparison.Ordinal
            )
        );
        Expect(
            RefusalReason.BodyWrongType,
            "$.Agent.Username",
            record.Replace("\"Username\":\"ada\"", "\"Username\":7", StringComparison.Ordinal)
        );
        Expect(
            RefusalReason.BodyOutOfRange,
            "$.ContactId",
            record.Replace("contact-1", new string('c', 300), StringComparison.Ordinal)
        );
        Expect(
            RefusalReason.BodyOutOfRange,
            "$.Queue.Name",
            record.Replace("\"Support\"", "\"Sup\\u0000port\"", StringComparison.Ordinal)
        );
        Expect(
            RefusalReason.BodyOutOfRange,
            "$.Queue.Name",
            record.Replace("\"Support\"", "\"\\ud800\"", StringComparison.Ordinal)
        );

        static void Expect(RefusalReason reason, string path, string json)
        {
            var problem = Fault(json);
            Assert.Equal((reason, path), (problem.Reason, problem.Path));
        }
    }
}
