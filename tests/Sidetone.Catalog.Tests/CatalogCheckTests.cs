using System.Text;

namespace Sidetone.Catalog.Tests;

public class CatalogCheckTests
{
    [Fact]
    public void The_published_events_have_no_errors_and_their_oddities_are_notes()
    {
        AssertNotes(Payloads.CallSummary);
        AssertNotes(Payloads.InsightsSummary);
        AssertNotes(Payloads.AgentReportedIssue, "$.id", "$.account", "$.source");
        AssertNotes(Payloads.HeadsetSummary, "$.account", "$.source");
        AssertNotes(Payloads.HeartbeatWorkflow);

        static void AssertNotes(string json, params string[] paths)
        {
            var report = Check(json);
            Assert.True(report.Conforms, string.Join('\n', report.Departures));
            Assert.Equal(CatalogProfile.V2023, report.Profile);
            Assert.Equal(paths, report.Departures.Select(static departure => departure.Path));
        }
    }

    [Fact]
    public void The_event_of_2025_is_recognised_and_differs_by_notes_only()
    {
        var report = Check(Payloads.CallSummary2025);

        Assert.True(report.Conforms, string.Join('\n', report.Departures));
        Assert.Equal(CatalogProfile.V2025, report.Profile);
        Assert.Equal(DetailTypes.CallSummary, report.DetailType);
        Assert.Equal(2, report.Departures.Count(static departure => departure.Kind == DepartureKind.OtherSpelling));
        Assert.Equal(12, report.Departures.Count(static departure => departure.Kind == DepartureKind.MemberOf2025));
        Assert.Contains(
            report.Departures,
            static departure => departure is { Kind: DepartureKind.NumberSpelling, Found: "20409.0" }
        );
        Assert.Contains(report.Departures, static departure => departure.Path == "$.account");
    }

    [Fact]
    public void What_this_library_generates_departs_in_nothing_but_the_members_of_2025()
    {
        Assert.Empty(Check(Generated.Event(SampleCall.MakeWithMembersOf2025(), CatalogProfile.V2023)).Departures);
        Assert.All(
            Check(Generated.Event(SampleCall.MakeWithMembersOf2025(), CatalogProfile.V2025)).Departures,
            static departure =>
                Assert.True(
                    departure is { Severity: DepartureSeverity.Note }
                        && departure.Kind is DepartureKind.MemberOf2025 or DepartureKind.OtherSpelling,
                    departure.ToString()
                )
        );
    }

    [Fact]
    public void A_call_of_which_nothing_is_known_is_no_contradiction()
    {
        var call = SampleCall.Make() with { WebRtcSession = new(), ServiceAgent = new(), Billing = new() };

        Assert.Empty(Check(Generated.Event(call, CatalogProfile.V2023)).Departures);
    }

    [Theory]
    // Structure
    [InlineData("\"friendlyName\": \"Andy\"", "\"x\": 1", "Error MissingMember $.detail.serviceAgent.friendlyName")]
    [InlineData("\"friendlyName\": \"Andy\"", "\"x\": 1", "Note UnknownMember $.detail.serviceAgent.x")]
    [InlineData("\"min\": 3.65,", "", "Note MissingMember $.detail.webRTCSession.metrics.mos.min")]
    [InlineData("\"name\": \"Chrome\"", "\"name\": null", "Error NullValue $.detail.serviceAgent.browser.name")]
    [InlineData("\"3478\"", "3478", "Error WrongType $.detail.webRTCSession.mediaEndpoint.destinationPort")]
    [InlineData("\"resources\": []", "\"resources\": [4]", "Error WrongType $.resources[0]")]
    [InlineData("\"resources\": []", "\"resources\": {}", "Error WrongType $.resources")]
    [InlineData(
        "\"usedDevices\": [",
        "\"usedDevices\": [null, ",
        "Error WrongType $.detail.webRTCSession.usedDevices[0]"
    )]
    [InlineData("\"endedBy\":", "\"endedBy\": \"\", \"endedBy\":", "Error RepeatedMember $.detail.contact.endedBy")]
    [InlineData(
        "\"durationRoundedMin\": 1",
        "\"durationRoundedMin\": 1, \"agentDataReceived\": true",
        "Note MemberOf2025 $.detail.billing.agentDataReceived"
    )]
    // Spelling
    [InlineData(
        "utilizedPercentage",
        "utilisedPercentage",
        "Error OtherSpelling $.detail.serviceAgent.machine.cpu.utilisedPercentage"
    )]
    [InlineData(
        "\"durationRoundedMin\": 1",
        "\"durationRoundedMin\": 1, \"cloudDataReceived\": true",
        "Error OtherSpelling $.detail.serviceAgent.machine.memory.utilizedPercentage"
    )]
    [InlineData(
        "\"packetsReceived\": 636",
        "\"packetsReceived\": 636.0",
        "Note NumberSpelling $.detail.webRTCSession.metrics.inbound.packetsReceived"
    )]
    [InlineData(
        "\"packetsReceived\": 636",
        "\"packetsReceived\": 6.36e2",
        "Note NumberSpelling $.detail.webRTCSession.metrics.inbound.packetsReceived"
    )]
    [InlineData("51.23", "51.234", "Note NumberSpelling $.detail.webRTCSession.metrics.inbound.audioLevel.avg")]
    [InlineData("05:00:13Z", "05:00:13.5Z", "Note TimeSpelling $.time")]
    [InlineData("2023-06-01T05:00:11.871Z", "2023-06-01T07:00:11.871+02:00", "Note TimeSpelling $.detail.timestamp")]
    [InlineData("2023-06-01T05:00:11.871Z", "then", "Error TimeSpelling $.detail.timestamp")]
    // Form
    [InlineData("\"083560837128\"", "\"83560837128\"", "Note OtherForm $.account")]
    [InlineData("530848f3-1111", "530848f3-111", "Note OtherForm $.id")]
    [InlineData("aws.partner/operata.com/", "", "Note OtherForm $.source")]
    [InlineData("\"version\": \"0\"", "\"version\": \"1\"", "Note OtherForm $.version")]
    [InlineData("\"Inbound\"", "\"INBOUND\"", "Note OtherForm $.detail.contact.direction")]
    // Values
    [InlineData(
        "\"packetsLost\": 12",
        "\"packetsLost\": -1",
        "Error OutOfRange $.detail.webRTCSession.metrics.inbound.packetsLost"
    )]
    [InlineData(
        "\"packetsLost\": 12",
        "\"packetsLost\": 13",
        "Error Contradiction $.detail.webRTCSession.metrics.inbound.packetsLostPercentage"
    )]
    [InlineData(
        "\"packetsLost\": 10",
        "\"packetsLost\": 11",
        "Error Contradiction $.detail.webRTCSession.metrics.outbound.packetsLostPercentage"
    )]
    [InlineData(
        "\"packetsLostPercentage\": 1.85",
        "\"packetsLostPercentage\": 101.85",
        "Error OutOfRange $.detail.webRTCSession.metrics.inbound.packetsLostPercentage"
    )]
    [InlineData(
        "\"avg\": 69.89",
        "\"avg\": 70.89",
        "Error Contradiction $.detail.serviceAgent.machine.cpu.idlePercentage.avg"
    )]
    [InlineData("\"avg\": 110", "\"avg\": 146", "Error Contradiction $.detail.webRTCSession.metrics.rtt")]
    [InlineData(
        "\"min\": 4,",
        "\"min\": 12,",
        "Error Contradiction $.detail.webRTCSession.metrics.outbound.jitterBufferMils"
    )]
    [InlineData("\"max\": 4.43", "\"max\": 5.43", "Error OutOfRange $.detail.webRTCSession.metrics.mos.max")]
    [InlineData(
        "\"max\": 92.49",
        "\"max\": 192.49",
        "Error OutOfRange $.detail.serviceAgent.machine.memory.utilizedPercentage.max"
    )]
    [InlineData(
        "\"max\": 4515",
        "\"max\": 32768",
        "Error OutOfRange $.detail.webRTCSession.metrics.outbound.audioLevel.max"
    )]
    [InlineData(
        "\"talkingDurationSec\": 14",
        "\"talkingDurationSec\": 13",
        "Error Contradiction $.detail.serviceAgent.interaction.talkingDurationSec"
    )]
    [InlineData(
        "\"durationRoundedMin\": 1",
        "\"durationRoundedMin\": 0",
        "Error Contradiction $.detail.billing.durationRoundedMin"
    )]
    [InlineData(
        "\"time\": \"2023-06-01T05:00:13Z\"",
        "\"time\": \"2023-06-01T05:00:10Z\"",
        "Note Contradiction $.time"
    )]
    [InlineData("andyEventBus", "x/andyEventBus", "Note Contradiction $.source")]
    [InlineData("04:59:51.523Z", "04:59:29.523Z", "Note Contradiction $.detail.contact.events.connectingToAgent")]
    public void A_departure_of_a_call_summary_is_found(string found, string replacement, string departure) =>
        AssertFound(Payloads.CallSummary, found, replacement, departure);

    [Fact]
    public void Departures_of_the_other_events_are_found()
    {
        AssertFound(
            Payloads.InsightsSummary,
            "\"count\": 1",
            "\"count\": 2",
            "Error Contradiction $.detail.insights.count"
        );
        AssertFound(
            Payloads.InsightsSummary,
            "\"current\"",
            "\"next\": \"\", \"current\"",
            "Note UnknownMember $.detail.contact.id.next"
        );
        AssertFound(
            Payloads.AgentReportedIssue,
            "23.09",
            "24.09",
            "Error Contradiction $.detail.system.cpu.idlePercentage"
        );
        AssertFound(
            Payloads.AgentReportedIssue,
            "1.33",
            "16.33",
            "Error Contradiction $.detail.system.memory.available"
        );
        AssertFound(Payloads.AgentReportedIssue, "72f456d5", "72f456d", "Note OtherForm $.detail.id");
        AssertFound(
            Payloads.HeadsetSummary,
            "\"totalSeconds\": 55.7",
            "\"totalSeconds\": 56.7",
            "Error Contradiction $.detail.headset.metrics.speech.totalSeconds"
        );
        AssertFound(
            Payloads.HeadsetSummary,
            "\"silenceTotalPct\": 100",
            "\"silenceTotalPct\": 98",
            "Error Contradiction $.detail.headset.metrics.speech.silenceTotalPct"
        );
        AssertFound(
            Payloads.HeadsetSummary,
            "\"deviceMuteCount\": 0",
            "\"deviceMuteCount\": -1",
            "Error OutOfRange $.detail.headset.metrics.deviceMuteCount"
        );
        AssertFound(Payloads.HeartbeatWorkflow, "\"axScore\": 10", "\"axScore\": 0", "Error OutOfRange $[0].axScore");
        AssertFound(
            Payloads.HeartbeatOnABus,
            "\"axScore\": 10",
            "\"axScore\": 11",
            "Error OutOfRange $.detail.heartbeats[0].axScore"
        );
        AssertFound(
            Payloads.HeartbeatOnABus,
            "\"jobId\": \"",
            "\"jobId\": \"x",
            "Note OtherForm $.detail.heartbeats[0].jobId"
        );
        AssertFound(Payloads.HeartbeatWorkflow, "05:41:36", "05:39:36", "Note Contradiction $[0].updatedOn");
    }

    [Theory]
    [InlineData("{", "NotReadable $")]
    [InlineData("{\"detail-type\": \"Ping\"}", "UnknownEvent $['detail-type']")]
    [InlineData("7", "UnknownEvent $")]
    public void What_is_no_event_is_one_error(string json, string departure)
    {
        var report = Check(json);

        var only = Assert.Single(report.Departures);
        Assert.Equal($"Error {departure}", $"{only.Severity} {only.Kind} {only.Path}");
        Assert.Null(report.DetailType);
        Assert.False(report.Conforms);
    }

    [Fact]
    public void What_cannot_be_read_never_conforms_and_no_text_throws()
    {
        var unreadable = 0;
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var json = new Mutation(random).Apply(Payloads.All[seed % Payloads.All.Count].Json);
            var bytes = Encoding.UTF8.GetBytes(json);
            bytes[random.Next(bytes.Length)] = (byte)"\"0[{,x"[random.Next(6)];

            var conforms = CatalogCheck.Check(bytes).Conforms;
            if (!EventCatalog.TryParse(bytes, out _, out var problem))
            {
                unreadable++;
                Assert.False(conforms, $"Seed {seed}: {problem}");
            }
        }

        Assert.InRange(unreadable, 500, 2_999);
    }

    private static void AssertFound(string payload, string found, string replacement, string departure)
    {
        Assert.Contains(found, payload);

        var report = Check(payload.Replace(found, replacement));

        Assert.Contains(departure, report.Departures.Select(static one => $"{one.Severity} {one.Kind} {one.Path}"));
    }

    private static ConformanceReport Check(string json) => CatalogCheck.Check(Encoding.UTF8.GetBytes(json));
}
