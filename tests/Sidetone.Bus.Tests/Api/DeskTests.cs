using System.Text;
using System.Text.Json.Nodes;
using Sidetone.Bus.Api;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Api;

/// <summary>What no recording holds: limits, what is kept apart, and rules within a request.</summary>
public sealed class DeskTests
{
    private const string Queue = "arn:aws:sqs:us-east-1:111111111111:q";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Of_two_that_make_a_bus_at_once_one_is_told_that_it_exists(Engine engine)
    {
        await using var rig = await DeskRig.OpenAsync(engine);
        await rig.DoAsync("CreateEventBus", new JsonObject { ["Name"] = "one-before" });
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => rig.CallAsync("CreateEventBus", new JsonObject { ["Name"] = "a-bus" }))
        );
        Assert.Single(answers, static answer => answer.ContainsKey("EventBusArn"));
        Assert.Equal(7, answers.Count(static answer => answer.ContainsKey("Error")));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Groups_do_not_see_each_others_rules(Engine engine)
    {
        await using var rig = await DeskRig.OpenAsync(engine);
        await rig.DoAsync("PutRule", Rule("mine"));
        var message = await rig.RefusedAsync(
            "ResourceNotFoundException",
            "DescribeRule",
            new JsonObject { ["Name"] = "mine" },
            DeskRig.OtherTenant
        );
        Assert.Equal("Rule mine does not exist on EventBus default.", message);
    }

    [Fact]
    public async Task What_a_change_of_a_rule_leaves_out_is_gone()
    {
        await using var rig = await DeskRig.OpenAsync();
        var rule = Rule("a-rule");
        rule["Description"] = "first";
        rule["State"] = "DISABLED";
        await rig.DoAsync("PutRule", rule);
        await rig.DoAsync("PutRule", new JsonObject { ["Name"] = "a-rule", ["ScheduleExpression"] = "rate(1 minute)" });
        var shown = await rig.DoAsync("DescribeRule", new JsonObject { ["Name"] = "a-rule" });
        Assert.False(shown.ContainsKey("Description"));
        Assert.False(shown.ContainsKey("EventPattern"));
        Assert.Equal("ENABLED", shown["State"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_last_tag_can_be_taken_away()
    {
        await using var rig = await DeskRig.OpenAsync();
        const string Arn = "arn:aws:events:us-east-1:111111111111:event-bus/default";
        JsonObject Of() => new() { ["ResourceARN"] = Arn };
        var tag = Of();
        tag["Tags"] = new JsonArray(new JsonObject { ["Key"] = "a", ["Value"] = "b" });
        await rig.DoAsync("TagResource", tag);
        var untag = Of();
        untag["TagKeys"] = new JsonArray("a");
        await rig.DoAsync("UntagResource", untag);
        Assert.Empty((await rig.DoAsync("ListTagsForResource", Of()))["Tags"]!.AsArray());
    }

    [Fact]
    public async Task A_rule_needs_a_pattern_or_a_schedule() =>
        await RefusedAsync(
            "ValidationException",
            "Parameter(s) EventPattern or ScheduleExpression must be specified.",
            "PutRule",
            """{"Name":"a-rule"}"""
        );

    [Fact]
    public async Task A_pattern_is_checked_when_a_rule_is_put() =>
        await RefusedAsync(
            "InvalidEventPatternException",
            "Event pattern is not valid. Reason: \"source\" must be an object or an array",
            "PutRule",
            """{"Name":"a-rule","EventPattern":"{\"source\":1}"}"""
        );

    [Theory]
    [InlineData(
        """{"Name":"a","Limit":0}""",
        "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    )]
    [InlineData(
        """{"Limit":101}""",
        "Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100"
    )]
    [InlineData(
        """{"NamePrefix":""}""",
        "Value '' at 'namePrefix' failed to satisfy constraint: Member must have length greater than or equal to 1"
    )]
    public async Task A_constraint_is_told_with_its_value_and_place(string input, string message) =>
        await RefusedAsync("ValidationException", message, "ListRules", input);

    [Fact]
    public async Task A_missing_member_is_told() =>
        await RefusedAsync(
            "ValidationException",
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
            "DescribeRule",
            "{}"
        );

    [Theory]
    [InlineData("""{"Name":1}""", "NUMBER_VALUE can not be converted to a String")]
    [InlineData("""{"Name":"a","Name":"b"}""", "not a JSON object")]
    [InlineData("""{"Name":{}}""", "Start of structure or map found where not expected.")]
    [InlineData("[]", "not a JSON object")]
    public async Task Another_kind_of_value_is_told_before_any_constraint(string input, string message) =>
        await RefusedAsync("SerializationException", message, "DescribeRule", input);

    [Theory]
    [InlineData(
        "\"Input\":\"{}\",\"InputPath\":\"$.detail\"",
        "Only one of Input, InputPath, or InputTransformer must be provided for target t."
    )]
    [InlineData("\"Input\":\"{\"", "JSON syntax error in input for target t.")]
    [InlineData(
        "\"InputTransformer\":{\"InputTemplate\":\"<nothing>\"}",
        "InputTemplate for target t contains invalid placeholder nothing."
    )]
    [InlineData(
        "\"RetryPolicy\":{\"MaximumRetryAttempts\":186}",
        "Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts'"
    )]
    public async Task A_target_is_checked_as_a_whole(string members, string message)
    {
        await using var rig = await DeskRig.OpenAsync();
        await rig.DoAsync("PutRule", Rule("a-rule"));
        var put = JsonNode.Parse($$"""{"Rule":"a-rule","Targets":[{"Id":"t","Arn":"{{Queue}}",{{members}}}]}""")!;
        Assert.Contains(
            message,
            await rig.RefusedAsync("ValidationException", "PutTargets", put),
            StringComparison.Ordinal
        );
        var listed = await rig.DoAsync("ListTargetsByRule", new JsonObject { ["Rule"] = "a-rule" });
        Assert.Empty(listed["Targets"]!.AsArray());
    }

    [Fact]
    public async Task A_limit_is_the_operators()
    {
        await using var rig = await DeskRig.OpenAsync(limits: new BusLimits { RulesPerBus = 1 });
        await rig.DoAsync("PutRule", Rule("one"));
        await rig.DoAsync("PutRule", Rule("one"));
        Assert.Equal(
            "The requested resource exceeds the maximum number allowed.",
            await rig.RefusedAsync("LimitExceededException", "PutRule", Rule("two"))
        );
    }

    [Fact]
    public async Task A_token_of_ones_own_making_is_refused() =>
        await RefusedAsync("ValidationException", "NextToken", "ListRules", """{"NextToken":"abc"}""");

    [Fact]
    public async Task An_archives_rule_is_shown_and_goes_with_it()
    {
        await using var rig = await DeskRig.OpenAsync();
        var archive = new JsonObject
        {
            ["ArchiveName"] = "all",
            ["EventSourceArn"] = "arn:aws:events:us-east-1:111111111111:event-bus/default",
        };
        await rig.DoAsync("CreateArchive", archive);
        var rule = await rig.DoAsync("DescribeRule", new JsonObject { ["Name"] = "Events-Archive-all" });
        Assert.Equal("""{"replay-name":[{"exists":false}]}""", rule["EventPattern"]!.GetValue<string>());
        await rig.RefusedAsync("ManagedRuleException", "PutRule", Rule("Events-Archive-all"));
        await rig.RefusedAsync(
            "ManagedRuleException",
            "DisableRule",
            new JsonObject { ["Name"] = "Events-Archive-all" }
        );
        await rig.DoAsync("DeleteArchive", new JsonObject { ["ArchiveName"] = "all" });
        Assert.Empty((await rig.DoAsync("ListRules", new JsonObject()))["Rules"]!.AsArray());
    }

    [Fact]
    public async Task An_entry_is_read_the_same_on_the_fast_way_and_on_the_slow_one()
    {
        const string Entry =
            """{"Source":"s","DetailType":"d","Detail":"{}","Time":1.5,"Resources":["a","b"],"EventBusName":"default","TraceHeader":"t","More":[1]}""";
        var body = Encoding.UTF8.GetBytes($$"""{"Other":{},"Entries":[{{Entry}}]}""");
        Assert.True(EntriesReader.TryRead(body, 10, out var fast));
        using var document = System.Text.Json.JsonDocument.Parse(body);
        var slow = EntryShapes.Read(new Input(document.RootElement));
        Assert.Equal(fast.Single() with { Resources = null }, slow.Single() with { Resources = null });
        Assert.Equal(fast.Single().Resources, slow.Single().Resources);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1.5), fast.Single().Time);
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("""{"Entries":[{"EventBusName":"a b"}]}""", "entries.1.member.eventBusName")]
    [InlineData("""{"Entries":[{"TraceHeader":""}]}""", "entries.1.member.traceHeader")]
    [InlineData("""{"Entries":[],"EndpointId":"x"}""", "endpointId")]
    [InlineData("""{}""", "Value null at 'entries'")]
    public async Task An_entry_that_is_not_as_its_shape_says_is_told(string input, string message) =>
        await RefusedAsync("ValidationException", message, "PutEvents", input);

    private static async Task RefusedAsync(string code, string message, string operation, string input)
    {
        await using var rig = await DeskRig.OpenAsync();
        var answer = await rig.CallAsync(operation, Encoding.UTF8.GetBytes(input));
        Assert.Equal(code, answer["Error"]?["Code"]?.GetValue<string>());
        Assert.Contains(message, answer["Error"]!["Message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static JsonObject Rule(string name) => new() { ["Name"] = name, ["EventPattern"] = """{"source":["a"]}""" };
}
