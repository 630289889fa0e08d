using System.Text;
using System.Text.Json;

namespace Sidetone.Catalog.Tests;

public class ProfileTests
{
    [Fact]
    public void A_call_made_of_the_catalogs_figures_is_the_published_detail_in_keys_order_and_literals()
    {
        var published = DetailOf(Payloads.CallSummary);

        var written = CatalogWriter.WriteDetail(SampleCall.Make(), CatalogProfile.V2023);

        Assert.Equal(JsonLines.Of(published), JsonLines.Of(Encoding.UTF8.GetString(written)));
    }

    [Fact]
    public void Members_of_2025_are_not_written_in_2023_even_when_they_are_set()
    {
        var with2025 = SampleCall.MakeWithMembersOf2025();

        Assert.Equal(
            CatalogWriter.WriteDetail(SampleCall.Make(), CatalogProfile.V2023),
            CatalogWriter.WriteDetail(with2025, CatalogProfile.V2023)
        );
    }

    [Fact]
    public void A_call_summary_of_2025_has_exactly_the_keys_of_the_observed_one()
    {
        var observed = JsonLines.KeysOf(DetailOf(Payloads.CallSummary2025));

        var set = Encoding.UTF8.GetString(
            CatalogWriter.WriteDetail(SampleCall.MakeWithMembersOf2025(), CatalogProfile.V2025)
        );
        var unset = Encoding.UTF8.GetString(CatalogWriter.WriteDetail(SampleCall.Make(), CatalogProfile.V2025));

        Assert.Equal(observed.Order(), JsonLines.KeysOf(set).Order());
        // Lists stay empty when nothing is given; every other key is there all the same.
        Assert.Equal(
            observed
                .Where(static key => !key.Contains("zero", StringComparison.Ordinal) || !key.Contains("[]"))
                .Order(),
            JsonLines.KeysOf(unset).Order()
        );
    }

    [Theory]
    [InlineData(CatalogProfile.V2023)]
    [InlineData(CatalogProfile.V2025)]
    public void What_was_read_in_either_form_is_generated_in_one_profile_without_a_trace_of_the_other(
        CatalogProfile profile
    )
    {
        foreach (var payload in (string[])[Payloads.CallSummary, Payloads.CallSummary2025])
        {
            var read = (CallSummaryEvent)
                Payloads.Read(payload.Replace("\"direction\"", "\"x-unknown\": 1, \"direction\""));

            var written = Encoding.UTF8.GetString(CatalogWriter.WriteDetail(read.Detail, profile));

            var is2025 = profile == CatalogProfile.V2025;
            Assert.Equal(is2025, written.Contains("utilisedPercentage", StringComparison.Ordinal));
            Assert.Equal(!is2025, written.Contains("utilizedPercentage", StringComparison.Ordinal));
            Assert.Equal(is2025, written.Contains("zeroInboundPackets", StringComparison.Ordinal));
            Assert.DoesNotContain("x-unknown", written);
            Assert.DoesNotContain(JsonLines.Of(written), static line => line.EndsWith(".0", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void An_empty_detail_is_written_with_every_published_key_and_nothing_in_it()
    {
        (CatalogDetail Detail, string Payload)[] details =
        [
            (new CallSummary { WebRtcSession = new() { UsedDevices = [new()] } }, Payloads.CallSummary),
            (new InsightsSummary { Insights = new() { Tags = [new()] } }, Payloads.InsightsSummary),
            (new AgentReportedIssue(), Payloads.AgentReportedIssue),
            (new HeadsetSummary(), Payloads.HeadsetSummary),
            (new HeartbeatWorkflow { Heartbeats = [new()] }, Payloads.HeartbeatOnABus),
        ];
        foreach (var (detail, payload) in details)
        {
            var written = Encoding.UTF8.GetString(CatalogWriter.WriteDetail(detail, CatalogProfile.V2023));

            Assert.Equal(JsonLines.KeysOf(DetailOf(payload)), JsonLines.KeysOf(written));
            Assert.All(
                JsonLines.Of(written),
                static line =>
                    Assert.True(
                        line.EndsWith(" = \"\"", StringComparison.Ordinal)
                            || line.EndsWith(" = 0", StringComparison.Ordinal)
                            || line.EndsWith(" = {}", StringComparison.Ordinal)
                            || line.EndsWith(" = []", StringComparison.Ordinal)
                            || line.EndsWith(" = \"0001-01-01T00:00:00Z\"", StringComparison.Ordinal),
                        line
                    )
            );
        }
    }

    [Fact]
    public void At_most_a_thousand_windows_of_each_kind_are_written()
    {
        CatalogList<InsightWindow> windows = [.. Enumerable.Repeat(new InsightWindow(), 1_001)];
        var call = new CallSummary
        {
            Insights = new() { ZeroMos = windows, ZeroInboundPackets = windows },
        };

        using var document = JsonDocument.Parse(CatalogWriter.WriteDetail(call, CatalogProfile.V2025));

        var insights = document.RootElement.GetProperty("insights");
        Assert.Equal(1_000, insights.GetProperty("zeroMos").GetArrayLength());
        Assert.Equal(1_000, insights.GetProperty("zeroInboundPackets").GetArrayLength());
    }

    [Fact]
    public void The_bare_list_of_a_heartbeat_is_the_published_one()
    {
        var read = (HeartbeatWorkflowEvent)Payloads.Read(Payloads.HeartbeatWorkflow);
        var onABus = (HeartbeatWorkflowEvent)Payloads.Read(Payloads.HeartbeatOnABus);

        var written = Encoding.UTF8.GetString(CatalogWriter.WriteBareList(onABus.Detail));

        Assert.True(read.IsBareList);
        Assert.False(onABus.IsBareList);
        Assert.Equal(read.Detail.Heartbeats, onABus.Detail.Heartbeats);
        Assert.Equal(JsonLines.Of(Payloads.HeartbeatWorkflow), JsonLines.Of(written));
    }

    [Fact]
    public void A_text_with_half_of_a_surrogate_pair_is_written_as_valid_JSON()
    {
        var issue = new AgentReportedIssue { Agent = "half \ud83d and 'whole' + <é> 😀" };

        var written = CatalogWriter.WriteDetail(issue, CatalogProfile.V2023);

        Assert.True(
            EventCatalog.TryParseDetail(DetailTypes.AgentReportedIssue, written, out var detail, out var problem),
            $"{problem}"
        );
        Assert.Equal("half \ufffd and 'whole' + <é> 😀", ((AgentReportedIssue)detail).Agent);
        Assert.Contains("'whole' + <é>", Encoding.UTF8.GetString(written));
    }

    private static string DetailOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("detail").GetRawText();
    }
}
