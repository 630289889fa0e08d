using System.Text;

namespace Sidetone.Catalog.Tests;

public class NothingIsLostTests
{
    public static TheoryData<string> Names => Payloads.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_payload_is_written_as_it_was_read_in_order_and_literals(string name)
    {
        var read = Payloads.Read(Payloads.Of(name));

        Assert.Equal(JsonLines.Of(Payloads.Of(name)), JsonLines.Of(Payloads.WriteText(read)));
        Assert.Equal(read, Payloads.Read(Payloads.WriteText(read)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_member_of_a_payload_is_unknown(string name)
    {
        var read = Payloads.Read(Payloads.Of(name));
        var generated = read is HeartbeatWorkflowEvent { IsBareList: true, Detail: var heartbeats }
            ? CatalogWriter.WriteBareList(heartbeats)
            : CatalogWriter.WriteDetail(DetailOf(read), CatalogProfile.V2025);

        // Writing in the widest profile gives no unknown member, so an unknown one would be missing here.
        var keys = JsonLines
            .KeysOf(Encoding.UTF8.GetString(generated))
            .Select(static key => key.Replace("utilised", "utilized"));
        var expected = JsonLines.KeysOf(Payloads.Of(name)).Select(static key => key.Replace("utilised", "utilized"));
        Assert.Subset(
            keys.ToHashSet(),
            expected
                .Where(key => read is HeartbeatWorkflowEvent || key.StartsWith("$.detail", StringComparison.Ordinal))
                .Where(static key => key != "$.detail-type")
                .Select(key => read is HeartbeatWorkflowEvent ? key : "$" + key["$.detail".Length..])
                .ToHashSet()
        );
    }

    [Fact]
    public void Any_spelling_order_precision_and_unknown_member_comes_out_as_it_went_in()
    {
        string[] payloads = [.. Payloads.All.Select(static payload => payload.Json), Payloads.HeartbeatOnABus];
        for (var seed = 0; seed < 1_500; seed++)
        {
            var json = new Mutation(new Random(seed)).Apply(payloads[seed % payloads.Length]);

            Assert.True(
                EventCatalog.TryParse(Encoding.UTF8.GetBytes(json), out var read, out var problem),
                $"Seed {seed}: {problem}"
            );
            var written = Payloads.WriteText(read);
            Assert.True(JsonLines.Of(json).SequenceEqual(JsonLines.Of(written)), $"Seed {seed}: {json}\n{written}");
            Assert.True(read == Payloads.Read(written), $"Seed {seed}: {written} is not equal to what was written.");
        }
    }

    [Fact]
    public void Equality_is_of_values_and_not_of_spelling()
    {
        var first = Payloads.Read(Payloads.CallSummary);
        var second = Payloads.Read(
            Payloads
                .CallSummary.Replace("utilizedPercentage", "utilisedPercentage")
                .Replace("\"avg\": 3\n", "\"avg\": 3.00\n")
                .Replace("05:00:11.871Z", "07:00:11.871000+02:00")
        );

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, Payloads.Read(Payloads.CallSummary.Replace("\"avg\": 4.25", "\"avg\": 4.26")));
        Assert.NotEqual(first, Payloads.Read(Payloads.CallSummary.Replace("\"direction\"", "\"x\": 1, \"direction\"")));
    }

    [Fact]
    public void A_changed_member_is_written_changed_and_the_rest_stays()
    {
        var read = (CallSummaryEvent)
            Payloads.Read(Payloads.CallSummary2025.Replace("\"billing\"", "\"x\": 4.50, \"billing\""));

        var changed = read with
        {
            Detail = read.Detail with { Contact = read.Detail.Contact! with { QueueName = "Sales" } },
        };

        Assert.Equal(
            JsonLines.Of(Payloads.WriteText(read).Replace("Dummy_Queue", "Sales")),
            JsonLines.Of(Payloads.WriteText(changed))
        );
    }

    [Fact]
    public void A_member_set_on_an_event_that_did_not_have_it_is_written_too()
    {
        var read = (InsightsSummaryEvent)
            Payloads.Read(Payloads.InsightsSummary.Replace("\"region\": \"ap-southeast-2\",", ""));

        Assert.DoesNotContain("region", Payloads.WriteText(read));
        Assert.Contains("\"region\":\"eu-west-1\"", Payloads.WriteText(read with { Region = "eu-west-1" }));
    }

    [Fact]
    public void Both_spellings_at_once_are_kept_and_the_published_one_is_understood()
    {
        var json = Payloads.CallSummary.Replace(
            "\"availableGb\": 16,",
            "\"availableGb\": 16, \"utilisedPercentage\": { \"avg\": 1.0 },"
        );

        var read = (CallSummaryEvent)Payloads.Read(json);

        Assert.Equal(92.31, read.Detail.ServiceAgent!.Machine!.Memory!.UtilizedPercentage!.Avg!.Value.ToDouble());
        Assert.Equal(JsonLines.Of(json), JsonLines.Of(Payloads.WriteText(read)));
    }

    [Theory]
    [InlineData("call-summary.json")]
    [InlineData("call-summary-2025.json")]
    [InlineData("insights-summary.json")]
    [InlineData("agent-reported-issue.json")]
    [InlineData("headset-summary.json")]
    [InlineData("heartbeat-workflow.json")]
    public void The_published_file_is_written_as_it_was_read(string file)
    {
        var json = File.ReadAllText(Path.Combine(Sidetone.Tests.SharedCases.Folder("catalog"), file));

        Assert.Equal(JsonLines.Of(json), JsonLines.Of(Payloads.WriteText(Payloads.Read(json))));
    }

    private static CatalogDetail DetailOf(CatalogEvent catalogEvent) =>
        catalogEvent switch
        {
            CallSummaryEvent { Detail: var detail } => detail,
            InsightsSummaryEvent { Detail: var detail } => detail,
            AgentReportedIssueEvent { Detail: var detail } => detail,
            HeadsetSummaryEvent { Detail: var detail } => detail,
            HeartbeatWorkflowEvent { Detail: var detail } => detail,
            _ => throw new InvalidOperationException($"BUG: {catalogEvent.DetailType}"),
        };
}
