using System.Text.Json.Nodes;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>What AWS answered about rules, targets and schedules, answered here.</summary>
public sealed class RecordedRuleTests
{
    private const string File = "events";

    public static TheoryData<string, string> Schedules { get; } =
        new()
        {
            { "TestScheduleRate::test_put_rule_with_schedule_rate", "rate(1 minute)" },
            { "TestScheduleCron::tests_put_rule_with_schedule_cron", "cron(0 20 * * ? *)" },
            { Cron("cron(0 10 * * ? *)"), "cron(0 10 * * ? *)" },
            { Cron("cron(15 12 * * ? *)"), "cron(15 12 * * ? *)" },
            { Cron("cron(0 18 ? * MON-FRI *)"), "cron(0 18 ? * MON-FRI *)" },
            { Cron("cron(0 8 1 * ? *)"), "cron(0 8 1 * ? *)" },
            { Cron("cron(0/15 * * * ? *)"), "cron(0/15 * * * ? *)" },
            { Cron("cron(0/10 * ? * MON-FRI *)"), "cron(0/10 * ? * MON-FRI *)" },
            { Cron("cron(0/5 8-17 ? * MON-FRI *)"), "cron(0/5 8-17 ? * MON-FRI *)" },
            { Cron("cron(0/30 20-23 ? * MON-FRI *)"), "cron(0/30 20-23 ? * MON-FRI *)" },
            { Cron("cron(0/30 0-2 ? * MON-FRI *)"), "cron(0/30 0-2 ? * MON-FRI *)" },
            { Cron("cron(0 2 ? * SAT *)"), "cron(0 2 ? * SAT *)" },
            { Cron("cron(0 12 * * ? *)"), "cron(0 12 * * ? *)" },
            { Cron("cron(5,35 14 * * ? *)"), "cron(5,35 14 * * ? *)" },
            { Cron("cron(15 10 ? * 6L 2002-2005)"), "cron(15 10 ? * 6L 2002-2005)" },
            { Cron("cron(0 2 ? * SAT#3 *)"), "cron(0 2 ? * SAT#3 *)" },
            { Cron("cron(* * ? * SAT#3 *)"), "cron(* * ? * SAT#3 *)" },
            { Cron("cron(0/5 5 ? JAN 1-5 2022)"), "cron(0/5 5 ? JAN 1-5 2022)" },
        };

    [Theory]
    [MemberData(nameof(Schedules))]
    public async Task A_rule_has_a_schedule(string scenario, string expression)
    {
        await using var play = await Recording.OpenAsync("events_schedule", scenario);
        await play.PlayAsync("put-rule", "PutRule", Scheduled("a-rule", expression));
        await play.PlayAsync("list-rules", "ListRules", new JsonObject { ["NamePrefix"] = "a-rule" });
        play.Done();
    }

    [Theory]
    [InlineData("cron(INVALID)")]
    [InlineData("cron(0 dummy ? * MON-FRI *)")]
    [InlineData("cron(7 20 * * NOT *)")]
    [InlineData("cron(71 8 1 * ? *)")]
    [InlineData("cron(0 1 * * * *)")]
    public async Task A_schedule_that_is_not_valid_is_refused(string expression)
    {
        await using var play = await Recording.OpenAsync(
            "events_schedule",
            $"TestScheduleCron::tests_put_rule_with_invalid_schedule_cron[{expression}]"
        );
        await play.PlayAsync("invalid-put-rule", "PutRule", Scheduled("a-rule", expression));
        play.Done();
    }

    [Fact]
    public async Task Schedules_belong_to_the_default_bus()
    {
        await using var play = await Recording.OpenAsync(
            "events_schedule",
            "TestScheduleRate::tests_put_rule_with_schedule_custom_event_bus"
        );
        var rule = Scheduled("a-rule", "rate(1 minute)");
        rule["EventBusName"] = await play.BusAsync("custom");
        await play.PlayAsync("put-rule-with-custom-event-bus-error", "PutRule", rule);
        play.Done();
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("default")]
    public async Task A_rule_lives(string type)
    {
        await using var play = await OpenAsync($"test_put_list_with_prefix_describe_delete_rule[{type}]");
        var bus = await play.BusAsync(type);
        await play.PlayAsync("put-rule", "PutRule", Recording.Rule("a-rule", bus));
        await play.PlayAsync("list-rules", "ListRules", Listed(bus, "a-rule"));
        await play.PlayAsync("describe-rule", "DescribeRule", Named(bus, "a-rule"));
        await play.PlayAsync("delete-rule", "DeleteRule", Named(bus, "a-rule"));
        await play.PlayAsync("list-rules-after-delete", "ListRules", Listed(bus, "a-rule"));
        play.Done();
    }

    [Fact]
    public async Task A_rule_that_is_put_again_stays_one()
    {
        await using var play = await OpenAsync("test_put_multiple_rules_with_same_name");
        var bus = await play.BusAsync("custom");
        await play.PlayAsync("put-rule", "PutRule", Recording.Rule("a-rule", bus));
        await play.PlayAsync("re-put-rule", "PutRule", Recording.Rule("a-rule", bus));
        await play.PlayAsync("list-rules", "ListRules", Listed(bus, "a-rule"));
        play.Done();
    }

    [Fact]
    public async Task Rules_are_listed_in_pages()
    {
        await using var play = await OpenAsync("test_list_rule_with_limit");
        var bus = await play.BusAsync("custom");
        for (var i = 0; i < 6; i++)
        {
            await play.RuleAsync($"a-rule-{i}", bus);
        }

        var request = Listed(bus, "a-rule");
        request["Limit"] = 3;
        var first = await play.PlayAsync("list-rules-limit", "ListRules", request);
        request["NextToken"] = first["NextToken"]!.GetValue<string>();
        await play.PlayAsync("list-rules-limit-next-token", "ListRules", request);
        play.Done();
    }

    [Fact]
    public async Task A_rule_that_is_not_there_is_not_shown()
    {
        await using var play = await OpenAsync("test_describe_nonexistent_rule");
        await play.PlayAsync(
            "describe-not-existing-rule-error",
            "DescribeRule",
            new JsonObject { ["Name"] = "no-rule" }
        );
        play.Done();
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("default")]
    public async Task A_rule_is_switched_off_and_on(string type)
    {
        await using var play = await OpenAsync($"test_disable_re_enable_rule[{type}]");
        var bus = await play.BusAsync(type);
        await play.RuleAsync("a-rule", bus);
        await play.PlayAsync("disable-rule", "DisableRule", Named(bus, "a-rule"));
        await play.PlayAsync("describe-rule-disabled", "DescribeRule", Named(bus, "a-rule"));
        await play.PlayAsync("enable-rule", "EnableRule", Named(bus, "a-rule"));
        await play.PlayAsync("describe-rule-enabled", "DescribeRule", Named(bus, "a-rule"));
        play.Done();
    }

    [Fact]
    public async Task A_rule_with_targets_stays()
    {
        await using var play = await OpenAsync("test_delete_rule_with_targets");
        await play.RuleAsync("a-rule");
        await play.DoAsync("PutTargets", Put("default", "a-rule", Recording.Targets("a-target")));
        await play.PlayAsync("delete-rule-with-targets-error", "DeleteRule", Named("default", "a-rule"));
        play.Done();
    }

    [Fact]
    public async Task A_changed_rule_keeps_its_targets()
    {
        await using var play = await OpenAsync("test_update_rule_with_targets");
        await play.RuleAsync("a-rule");
        await play.DoAsync("PutTargets", Put("default", "a-rule", Recording.Targets("a-target")));
        await play.PlayAsync("list-targets", "ListTargetsByRule", OfRule("default", "a-rule"));
        await play.PlayAsync("update-rule", "PutRule", Recording.Rule("a-rule"));
        await play.PlayAsync("list-targets-after-update", "ListTargetsByRule", OfRule("default", "a-rule"));
        play.Done();
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("default")]
    public async Task A_target_lives(string type)
    {
        await using var play = await OpenAsync($"test_put_list_remove_target[{type}]", "TestEventTarget");
        var bus = await play.BusAsync(type);
        await play.RuleAsync("a-rule", bus);
        await play.PlayAsync("put-target", "PutTargets", Put(bus, "a-rule", Recording.Targets("a-target")));
        await play.PlayAsync("list-targets", "ListTargetsByRule", OfRule(bus, "a-rule"));
        var remove = OfRule(bus, "a-rule");
        remove["Ids"] = new JsonArray("a-target");
        await play.PlayAsync("remove-target", "RemoveTargets", remove);
        await play.PlayAsync("list-targets-after-delete", "ListTargetsByRule", OfRule(bus, "a-rule"));
        play.Done();
    }

    [Fact]
    public async Task A_sixth_target_is_too_many()
    {
        await using var play = await OpenAsync("test_add_exceed_fife_targets_per_rule", "TestEventTarget");
        await play.RuleAsync("a-rule");
        var targets = Recording.Targets("1", "2", "3", "4", "5", "6");
        await play.PlayAsync("put-targets-client-error", "PutTargets", Put("default", "a-rule", targets));
        play.Done();
    }

    [Fact]
    public async Task Targets_are_listed_in_pages()
    {
        await using var play = await OpenAsync("test_list_target_by_rule_limit", "TestEventTarget");
        await play.RuleAsync("a-rule");
        var targets = Recording.Targets("id0", "id1", "id2", "id3", "id4");
        await play.DoAsync("PutTargets", Put("default", "a-rule", targets));
        var request = OfRule("default", "a-rule");
        request["Limit"] = 3;
        var first = await play.PlayAsync("list-targets-limit", "ListTargetsByRule", request);
        request["NextToken"] = first["NextToken"]!.GetValue<string>();
        await play.PlayAsync("list-targets-limit-next-token", "ListTargetsByRule", request);
        play.Done();
    }

    [Fact]
    public async Task A_targets_id_has_a_form()
    {
        await using var play = await OpenAsync("test_put_target_id_validation", "TestEventTarget");
        await play.RuleAsync("a-rule");
        var wrong = Put("default", "a-rule", Recording.Targets("!@#$@!#$"));
        await play.PlayAsync("put-targets-invalid-id-error", "PutTargets", wrong);
        var tooLong = Put("default", "a-rule", Recording.Targets(new string('a', 65)));
        await play.PlayAsync("put-targets-length-error", "PutTargets", tooLong);
        play.Done();
    }

    [Fact]
    public async Task A_target_that_is_put_again_is_replaced()
    {
        await using var play = await OpenAsync("test_put_multiple_targets_with_same_id_single_rule", "TestEventTarget");
        await play.RuleAsync("a-rule");
        await play.DoAsync("PutTargets", Put("default", "a-rule", [Target("target-id", "$.detail")]));
        await play.DoAsync("PutTargets", Put("default", "a-rule", [Target("target-id", "$.notexisting")]));
        await play.PlayAsync("list-targets", "ListTargetsByRule", OfRule("default", "a-rule"));
        play.Done();
    }

    [Theory]
    [InlineData("test_put_multiple_targets_with_same_id_across_different_rules", "$.notexisting")]
    [InlineData("test_put_multiple_targets_with_same_arn_across_different_rules", "$.doesnotexist")]
    public async Task Rules_have_targets_of_their_own(string scenario, string second)
    {
        await using var play = await OpenAsync(scenario, "TestEventTarget");
        await play.RuleAsync("one");
        await play.RuleAsync("two");
        await play.DoAsync("PutTargets", Put("default", "one", [Target("target-id", "$.detail")]));
        await play.DoAsync("PutTargets", Put("default", "two", [Target("target-id", second)]));
        await play.PlayAsync("list-targets-rule-one", "ListTargetsByRule", OfRule("default", "one"));
        await play.PlayAsync("list-targets-rule-two", "ListTargetsByRule", OfRule("default", "two"));
        play.Done();
    }

    [Fact]
    public async Task A_rule_may_have_two_targets_of_one_ARN()
    {
        await using var play = await OpenAsync(
            "test_put_multiple_targets_with_same_arn_single_rule",
            "TestEventTarget"
        );
        await play.RuleAsync("a-rule");
        JsonArray targets = [Target("target-id-one", "$.detail"), Target("target-id-two", "$.doesnotexist")];
        await play.DoAsync("PutTargets", Put("default", "a-rule", targets));
        await play.PlayAsync("list-targets", "ListTargetsByRule", OfRule("default", "a-rule"));
        play.Done();
    }

    [Theory]
    [InlineData("custom", 3)]
    [InlineData("default", 3)]
    [InlineData("custom", 0)]
    [InlineData("default", 0)]
    public async Task Rules_are_found_by_their_target(string type, int rules)
    {
        var name = rules == 0 ? "list_rule_names_by_target_no_matches" : "list_rule_names_by_target";
        await using var play = await OpenAsync($"test_{name}[{type}]");
        var bus = await play.BusAsync(type);
        for (var i = 0; i < rules; i++)
        {
            await play.RuleAsync($"rule-{i}", bus);
            await play.DoAsync("PutTargets", Put(bus, $"rule-{i}", Recording.Targets("a-target")));
        }

        await play.PlayAsync(name, "ListRuleNamesByTarget", ByTarget(bus));
        play.Done();
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("default")]
    public async Task Rules_are_found_by_their_target_in_pages(string type)
    {
        await using var play = await OpenAsync($"test_list_rule_names_by_target_with_limit[{type}]");
        var bus = await play.BusAsync(type);
        for (var i = 0; i < 5; i++)
        {
            await play.RuleAsync($"rule-{i}", bus);
            await play.DoAsync("PutTargets", Put(bus, $"rule-{i}", Recording.Targets("a-target")));
        }

        var request = ByTarget(bus);
        request["Limit"] = 2;
        var page = await play.PlayAsync("first_page", "ListRuleNamesByTarget", request);
        request["NextToken"] = page["NextToken"]!.GetValue<string>();
        page = await play.PlayAsync("second_page", "ListRuleNamesByTarget", request);
        request["NextToken"] = page["NextToken"]!.GetValue<string>();
        await play.PlayAsync("third_page", "ListRuleNamesByTarget", request);
        play.Done();
    }

    private static string Cron(string expression) =>
        $"TestScheduleCron::tests_put_rule_with_schedule_cron[{expression}]";

    private static Task<Recording> OpenAsync(string scenario, string suite = "TestEventRule") =>
        Recording.OpenAsync(File, $"{suite}::{scenario}");

    private static JsonObject Scheduled(string rule, string expression) =>
        new() { ["Name"] = rule, ["ScheduleExpression"] = expression };

    private static JsonObject Named(string bus, string rule) => new() { ["Name"] = rule, ["EventBusName"] = bus };

    private static JsonObject Listed(string bus, string prefix) =>
        new() { ["NamePrefix"] = prefix, ["EventBusName"] = bus };

    private static JsonObject OfRule(string bus, string rule) => new() { ["Rule"] = rule, ["EventBusName"] = bus };

    private static JsonObject ByTarget(string bus) =>
        new() { ["TargetArn"] = Recording.QueueArn, ["EventBusName"] = bus };

    private static JsonObject Put(string bus, string rule, JsonArray targets)
    {
        var request = OfRule(bus, rule);
        request["Targets"] = targets;
        return request;
    }

    private static JsonObject Target(string id, string path) =>
        new()
        {
            ["Id"] = id,
            ["Arn"] = Recording.QueueArn,
            ["InputPath"] = path,
        };
}
