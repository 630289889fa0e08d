using System.Text.Json.Nodes;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>What AWS answered about tags, answered here.</summary>
public sealed class RecordedTagTests
{
    [Theory]
    [InlineData("event_bus-event_bus_default", "event_bus", "default")]
    [InlineData("event_bus-event_bus_custom", "event_bus", "custom")]
    [InlineData("rule-event_bus_default", "rule", "default")]
    [InlineData("rule-event_bus_custom", "rule", "custom")]
    [InlineData("event_bus", "event_bus", "custom")]
    [InlineData("rule", "rule", "custom")]
    public async Task A_resource_is_tagged(string variant, string resource, string type)
    {
        await using var play = await OpenAsync($"tests_tag_untag_resource[{variant}]");
        var bus = await play.BusAsync(type);
        var rule = await play.RuleAsync("a-rule", bus);
        var arn = resource == "rule" ? rule["RuleArn"]!.GetValue<string>() : Recording.BusArn(bus);
        await play.PlayAsync("tag_resource", "TagResource", Tagged(arn, "tag1", "tag2"));
        await play.PlayAsync("list_tags_for_resource", "ListTagsForResource", Of(arn));
        await play.PlayAsync("untag_resource", "UntagResource", Untagged(arn, "tag2"));
        await play.PlayAsync("list_tags_for_untagged_resource", "ListTagsForResource", Of(arn));
        if (variant.Contains('-', StringComparison.Ordinal))
        {
            await play.PlayAsync("untag_resource_not_existing_tag", "UntagResource", Untagged(arn, "tag3"));
        }

        play.Done();
    }

    [Theory]
    [InlineData("not_existing_rule", "rule/no-such")]
    [InlineData("not_existing_event_bus", "event-bus/no-such")]
    public async Task What_is_not_there_has_no_tags(string variant, string resource)
    {
        await using var play = await OpenAsync($"tests_tag_list_untag_not_existing_resource[{variant}]");
        var arn = $"arn:aws:events:us-east-1:111111111111:{resource}";
        await play.PlayAsync("tag_not_existing_resource_error", "TagResource", Tagged(arn, "tag1"));
        await play.PlayAsync("list_tags_for_not_existing_resource_error", "ListTagsForResource", Of(arn));
        await play.PlayAsync("untag_not_existing_resource_error", "UntagResource", Untagged(arn, "tag1"));
        play.Done();
    }

    [Fact]
    public async Task A_rule_is_made_with_tags()
    {
        await using var play = await OpenAsync("TestRuleTags::test_put_rule_with_tags");
        var rule = Recording.Rule("a-rule");
        rule["Tags"] = Tags("tag1", "tag2");
        var put = await play.PlayAsync("put_rule_with_tags", "PutRule", rule);
        var arn = put["RuleArn"]!.GetValue<string>();
        await play.PlayAsync("list_tags_for_rule", "ListTagsForResource", Of(arn));
        play.Done();
    }

    [Fact]
    public async Task A_bus_is_made_with_tags()
    {
        await using var play = await OpenAsync("TestEventBusTags::test_create_event_bus_with_tags");
        var bus = new JsonObject { ["Name"] = "a-bus", ["Tags"] = Tags("tag1", "tag2") };
        await play.PlayAsync("create_event_bus_with_tags", "CreateEventBus", bus);
        await play.PlayAsync("list_tags_for_event_bus", "ListTagsForResource", Of(Recording.BusArn("a-bus")));
        play.Done();
    }

    [Theory]
    [InlineData("TestRuleTags::test_list_tags_for_deleted_rule", "rule")]
    [InlineData("TestEventBusTags::test_list_tags_for_deleted_event_bus", "event_bus")]
    public async Task What_was_deleted_has_no_tags(string scenario, string resource)
    {
        await using var play = await OpenAsync(scenario);
        var bus = await play.BusAsync("custom");
        var rule = await play.RuleAsync("a-rule", bus);
        await play.DoAsync("DeleteRule", new JsonObject { ["Name"] = "a-rule", ["EventBusName"] = bus });
        var arn = rule["RuleArn"]!.GetValue<string>();
        if (resource == "event_bus")
        {
            await play.DoAsync("DeleteEventBus", new JsonObject { ["Name"] = bus });
            arn = Recording.BusArn(bus);
        }

        await play.PlayAsync("list_tags_for_deleted_rule_error", "ListTagsForResource", Of(arn));
        play.Done();
    }

    [Theory]
    [InlineData("event_bus-event_bus_default", "event_bus", "default")]
    [InlineData("event_bus-event_bus_custom", "event_bus", "custom")]
    [InlineData("rule-event_bus_default", "rule", "default")]
    [InlineData("rule-event_bus_custom", "rule", "custom")]
    public async Task What_is_made_again_begins_without_tags(string variant, string resource, string type)
    {
        await using var play = await OpenAsync($"test_recreate_tagged_resource_without_tags[{variant}]");
        var bus = await play.BusAsync(type);
        var arn = Recording.BusArn(bus);
        if (resource == "rule")
        {
            arn = (await play.RuleAsync("a-rule", bus))["RuleArn"]!.GetValue<string>();
        }

        await play.DoAsync("TagResource", Tagged(arn, "tag1"));
        if (resource == "rule")
        {
            await play.DoAsync("DeleteRule", new JsonObject { ["Name"] = "a-rule", ["EventBusName"] = bus });
            await play.RuleAsync("a-rule", bus);
        }
        else if (type == "custom")
        {
            await play.DoAsync("DeleteEventBus", new JsonObject { ["Name"] = bus });
            await play.BusAsync(type);
        }

        await play.PlayAsync("list_tags_for_resource", "ListTagsForResource", Of(arn));
        play.Done();
    }

    private static Task<Recording> OpenAsync(string scenario) => Recording.OpenAsync("events_tags", scenario);

    private static JsonObject Of(string arn) => new() { ["ResourceARN"] = arn };

    private static JsonArray Tags(params string[] keys) =>
        [
            .. keys.Select(static key => new JsonObject
            {
                ["Key"] = key,
                ["Value"] = key.Replace("tag", "value", StringComparison.Ordinal),
            }),
        ];

    private static JsonObject Tagged(string arn, params string[] keys)
    {
        var request = Of(arn);
        request["Tags"] = Tags(keys);
        return request;
    }

    private static JsonObject Untagged(string arn, params string[] keys)
    {
        var request = Of(arn);
        request["TagKeys"] = new JsonArray([.. keys.Select(static key => JsonValue.Create(key))]);
        return request;
    }
}
