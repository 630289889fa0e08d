using System.Text;
using System.Text.Json;

namespace Sidetone.Catalog.Tests;

public class EventSchemasTests
{
    public static TheoryData<string> DetailTypeNames => [.. DetailTypes.All];

    [Fact]
    public void Published_and_generated_events_of_both_profiles_are_valid_in_both_forms()
    {
        foreach (var (detailType, json) in Events())
        {
            Assert.Empty(Faults(EventSchemas.Draft4(detailType), "#", json));
            Assert.Empty(Faults(EventSchemas.OpenApi3(detailType), "#/components/schemas/AWSEvent", json));
        }
    }

    [Fact]
    public void Every_member_of_a_published_event_is_in_its_schema()
    {
        foreach (var (detailType, json) in Events())
        {
            using var schema = JsonDocument.Parse(EventSchemas.Draft4(detailType));
            using var value = JsonDocument.Parse(json);
            AssertCovered(new SchemaRules(schema.RootElement), schema.RootElement, value.RootElement, detailType);
        }
    }

    [Theory]
    [InlineData("\"packetsLost\": 12", "\"packetsLost\": \"12\"", "packetsLost")]
    [InlineData("\"3478\"", "3478", "destinationPort")]
    [InlineData("\"region\": \"ap-southeast-2\",", "", "$.region")]
    [InlineData("\"usedDevices\": [", "\"usedDevices\": [3, ", "usedDevices[0]")]
    [InlineData("05:00:11.871Z", "yesterday", "timestamp")]
    [InlineData(
        "\"utilizedPercentage\": {",
        "\"utilisedPercentage\": [], \"utilizedPercentage\": {",
        "utilisedPercentage"
    )]
    public void What_is_not_valid_is_found(string found, string replacement, string path)
    {
        var json = Payloads.CallSummary.Replace(found, replacement);

        Assert.Contains(Faults(EventSchemas.Draft4("CallSummary"), "#", json), fault => fault.Contains(path));
        Assert.Contains(
            Faults(EventSchemas.OpenApi3("CallSummary"), "#/components/schemas/AWSEvent", json),
            fault => fault.Contains(path)
        );
    }

    [Theory]
    [MemberData(nameof(DetailTypeNames))]
    public void A_schema_says_its_event_as_the_registry_does(string detailType)
    {
        using var draft4 = JsonDocument.Parse(EventSchemas.Draft4(detailType, "acme/g/bus"));
        using var openApi = JsonDocument.Parse(EventSchemas.OpenApi3(detailType, "acme/g/bus"));
        var awsEvent = openApi.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("AWSEvent");

        Assert.Equal("http://json-schema.org/draft-04/schema#", draft4.RootElement.GetProperty("$schema").GetString());
        Assert.Equal("3.0.0", openApi.RootElement.GetProperty("openapi").GetString());
        foreach (var schema in (JsonElement[])[draft4.RootElement, awsEvent])
        {
            Assert.Equal(detailType, schema.GetProperty("x-amazon-events-detail-type").GetString());
            Assert.Equal("acme/g/bus", schema.GetProperty("x-amazon-events-source").GetString());
            Assert.EndsWith(
                $"/{detailType}",
                schema.GetProperty("properties").GetProperty("detail").GetProperty("$ref").GetString()
            );
            Assert.Equal(9, schema.GetProperty("required").GetArrayLength());
        }
    }

    [Fact]
    public void A_type_the_catalog_does_not_have_has_no_schema() =>
        Assert.Throws<ArgumentException>(() => EventSchemas.Draft4("Ping"));

    private static List<(string DetailType, string Json)> Events()
    {
        List<(string, string)> events =
        [
            (DetailTypes.CallSummary, Payloads.CallSummary),
            (DetailTypes.CallSummary, Payloads.CallSummary2025),
            (DetailTypes.InsightsSummary, Payloads.InsightsSummary),
            (DetailTypes.AgentReportedIssue, Payloads.AgentReportedIssue),
            (DetailTypes.HeadsetSummary, Payloads.HeadsetSummary),
            (DetailTypes.HeartbeatWorkflow, Payloads.HeartbeatOnABus),
        ];
        foreach (var profile in Enum.GetValues<CatalogProfile>())
        {
            events.Add((DetailTypes.CallSummary, Generated.Event(SampleCall.MakeWithMembersOf2025(), profile)));
            events.Add((DetailTypes.CallSummary, Generated.Event(new CallSummary(), profile)));
        }

        return events;
    }

    private static List<string> Faults(string schema, string root, string json)
    {
        using var document = JsonDocument.Parse(schema);
        using var value = JsonDocument.Parse(json);
        var rules = new SchemaRules(document.RootElement);
        rules.Validate(root == "#" ? document.RootElement : rules.Resolve(root), value.RootElement, "$");
        return rules.Faults;
    }

    private static void AssertCovered(SchemaRules rules, JsonElement schema, JsonElement value, string path)
    {
        schema = schema.TryGetProperty("$ref", out var reference) ? rules.Resolve(reference.GetString()!) : schema;
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                AssertCovered(rules, schema.GetProperty("items"), item, path + "[]");
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                Assert.True(
                    schema.GetProperty("properties").TryGetProperty(member.Name, out var below),
                    $"{path}.{member.Name} is not in the schema."
                );
                AssertCovered(rules, below, member.Value, $"{path}.{member.Name}");
            }
        }
    }
}
