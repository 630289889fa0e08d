using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Bus.Inputs;
using Sidetone.Bus.Rules;
using Sidetone.Tests;

namespace Sidetone.Bus.Tests.Inputs;

public sealed class TargetInputTests
{
    private const string Event = """
        {"version":"0","id":"1","detail-type":"Tried","source":"org.example","account":"111122223333",
        "time":"2026-01-02T03:04:05Z","region":"eu-west-1","resources":["r"],
        "detail":{"name":"baz","quote":"a \"b\" c","n":1.50,"yes":true,"none":null,"list":["ACTIVE","INACTIVE"],
        "payload":{"acc_id":"0a787ecb-4015","sf_id":"baz"},"items":[{"a":1},{"a":2}],"a key":7}}
        """;

    [Fact]
    public void Every_recorded_transformation_gives_what_it_gave_there()
    {
        var file = Path.Combine(SharedCases.Folder("conformance"), "eventbridge-api", "input-transformer.jsonl");
        var seen = 0;
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
        {
            var recorded = JsonNode.Parse(line)!;
            var envelope = new JsonObject
            {
                ["detail-type"] = "core.update-account-command",
                ["time"] = "date",
                ["detail"] = recorded["detail"]!.DeepClone(),
            };
            var paths = recorded["inputPathsMap"]!.Deserialize<Dictionary<string, string>>();
            var made = Make(Template((string)recorded["inputTemplate"]!, paths), envelope.ToJsonString());

            Assert.Equal((bool)recorded["delivered"]!, made.IsGood);
            if (made.IsGood)
            {
                var expected = JsonNode.Parse((string)recorded["expectedBody"]!);
                Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(made.Body.Span)), Text(made));
            }

            seen++;
        }

        Assert.Equal(7, seen);
    }

    [Theory]
    // Alone: strings are quoted, everything else is as it is in the event.
    [InlineData("{\"v\": <name>}", "{\"v\": \"baz\"}")]
    [InlineData("{\"v\": <quote>}", "{\"v\": \"a \\\"b\\\" c\"}")]
    [InlineData("{\"v\": <n>, \"y\": <yes>, \"z\": <none>}", "{\"v\": 1.50, \"y\": true, \"z\": null}")]
    [InlineData("{\"v\": <payload>}", "{\"v\": {\"acc_id\":\"0a787ecb-4015\",\"sf_id\":\"baz\"}}")]
    [InlineData("{\"v\": <second>}", "{\"v\": 2}")]
    [InlineData("{\"v\": <missing>}", "{\"v\": \"\"}")]
    [InlineData("<payload>", "{\"acc_id\":\"0a787ecb-4015\",\"sf_id\":\"baz\"}")]
    // Within a string.
    [InlineData("{\"v\": \"users/<name>/of/<n>/<yes>\"}", "{\"v\": \"users/baz/of/1.50/true\"}")]
    [InlineData("{\"v\": \"<quote>\"}", "{\"v\": \"a \\\"b\\\" c\"}")]
    [InlineData("{\"v\": \"<missing>\"}", "{\"v\": \"\"}")]
    [InlineData("{\"v\": \"\\\"<name>\\\"\"}", "{\"v\": \"\\\"baz\\\"\"}")]
    // A template that is one string.
    [InlineData("\"of <payload> in <list>\"", "\"of {acc_id:0a787ecb-4015,sf_id:baz} in [ACTIVE,INACTIVE]\"")]
    [InlineData("\"a < b, <1 >, <name>\"", "\"a < b, <1 >, baz\"")]
    // Predefined.
    [InlineData("{\"v\": <aws.events.rule-arn>}", "{\"v\": \"arn:rule\"}")]
    [InlineData("{\"v\": \"<aws.events.rule-name>\"}", "{\"v\": \"the-rule\"}")]
    [InlineData("{\"v\": <aws.events.event.ingestion-time>}", "{\"v\": \"2026-01-02T03:04:06Z\"}")]
    public void A_template_is_filled_from_the_event(string template, string expected)
    {
        var made = Make(Template(template, Paths), Event);
        Assert.Equal((null, expected), (made.Problem, Text(made)));
    }

    [Fact]
    public void The_whole_event_can_stand_in_a_template_with_its_detail_or_without()
    {
        using var with = JsonDocument.Parse(
            Make(Template("{\"v\": <aws.events.event.json>}", Paths), Event).Body.ToArray()
        );
        using var without = JsonDocument.Parse(
            Make(Template("{\"v\": <aws.events.event>}", Paths), Event).Body.ToArray()
        );

        Assert.Equal("baz", with.RootElement.GetProperty("v").GetProperty("detail").GetProperty("name").GetString());
        Assert.Equal("Tried", with.RootElement.GetProperty("v").GetProperty("detail-type").GetString());
        Assert.Equal("Tried", without.RootElement.GetProperty("v").GetProperty("detailType").GetString());
        Assert.False(without.RootElement.GetProperty("v").TryGetProperty("detail", out _));
    }

    [Theory]
    [InlineData("{\"v\": \"<payload>\"}")]
    [InlineData("{\"v\": <name>")]
    [InlineData("plain <name>")]
    public void A_template_whose_result_is_not_JSON_says_so(string template) =>
        Assert.StartsWith(
            "The input transformer's result is not JSON: ",
            Make(Template(template, Paths), Event).Problem,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("$.detail.name", "\"baz\"")]
    [InlineData("$.detail.items[1].a", "2")]
    [InlineData("$.detail['a key']", "7")]
    [InlineData("$.detail.payload", "{\"acc_id\":\"0a787ecb-4015\",\"sf_id\":\"baz\"}")]
    [InlineData("$.detail-type", "\"Tried\"")]
    public void An_input_path_takes_a_part_of_the_event(string path, string expected) =>
        Assert.Equal(expected, Text(Make(Target with { InputPath = path }, Event)));

    [Theory]
    [InlineData("$.detail.nothing")]
    [InlineData("$.detail.items[2]")]
    [InlineData("$.detail.name.more")]
    [InlineData("detail.name")]
    [InlineData("$..name")]
    [InlineData("$.detail.items[x]")]
    public void An_input_path_that_leads_nowhere_says_so(string path) =>
        Assert.Contains(path, Make(Target with { InputPath = path }, Event).Problem, StringComparison.Ordinal);

    [Fact]
    public void Without_anything_asked_for_the_event_is_sent_and_a_constant_stands_for_it()
    {
        Assert.Equal(Event, Text(Make(Target, Event)));
        Assert.Equal("{\"a\":1}", Text(Make(Target with { Input = "{\"a\":1}" }, Event)));
        Assert.Equal(Event, Text(Make(Target with { InputPath = "$" }, Event)));
    }

    private static Dictionary<string, string> Paths { get; } =
        new()
        {
            ["name"] = "$.detail.name",
            ["quote"] = "$.detail.quote",
            ["n"] = "$.detail.n",
            ["yes"] = "$.detail.yes",
            ["none"] = "$.detail.none",
            ["list"] = "$.detail.list",
            ["payload"] = "$.detail.payload",
            ["second"] = "$.detail.items[1].a",
            ["missing"] = "$.detail.missing",
        };

    private static TargetRecord Target { get; } =
        new()
        {
            Bus = "default",
            Rule = "the-rule",
            Id = "1",
            Arn = "arn",
        };

    private static TargetRecord Template(string template, IReadOnlyDictionary<string, string>? paths) =>
        Target with
        {
            InputTransformer = new InputTransformerRecord(template, paths),
        };

    private static InputResult Make(TargetRecord target, string envelope) =>
        TargetInput
            .Of(target)
            .Make(
                new InputContext(
                    Encoding.UTF8.GetBytes(envelope),
                    "arn:rule",
                    "the-rule",
                    new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero)
                )
            );

    private static string Text(InputResult made) => Encoding.UTF8.GetString(made.Body.Span);
}
