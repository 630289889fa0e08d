using System.Text.Json.Nodes;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>What AWS answered about buses and their policies, answered here.</summary>
public sealed class RecordedBusTests
{
    private const string File = "events";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bus_lives(bool described)
    {
        await using var play = await OpenAsync(
            $"test_create_list_describe_delete_custom_event_buses[{described}-regions0]"
        );
        var bus = new JsonObject { ["Name"] = "a-bus" };
        if (described)
        {
            bus["Description"] = "test bus";
        }

        await play.PlayAsync("create-custom-event-bus-us-east-1", "CreateEventBus", bus);
        await play.PlayAsync("list-event-buses-after-create-us-east-1", "ListEventBuses", Prefix("a-bus"));
        await play.PlayAsync("describe-custom-event-bus-us-east-1", "DescribeEventBus", Name("a-bus"));
        await play.PlayAsync("delete-custom-event-bus-us-east-1", "DeleteEventBus", Name("a-bus"));
        await play.PlayAsync("list-event-buses-after-delete-us-east-1", "ListEventBuses", Prefix("a-bus"));
        play.Done();
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await using var play = await OpenAsync("test_create_multiple_event_buses_same_name");
        await play.DoAsync("CreateEventBus", Name("a-bus"));
        await play.PlayAsync("create-multiple-event-buses-same-name", "CreateEventBus", Name("a-bus"));
        play.Done();
    }

    [Fact]
    public async Task A_bus_that_is_not_there_is_not_shown_or_deleted()
    {
        await using var play = await OpenAsync("test_describe_delete_not_existing_event_bus");
        await play.PlayAsync("describe-not-existing-event-bus-error", "DescribeEventBus", Name("no-bus"));
        await play.PlayAsync("delete-not-existing-event-bus", "DeleteEventBus", Name("no-bus"));
        play.Done();
    }

    [Fact]
    public async Task The_default_bus_stays()
    {
        await using var play = await OpenAsync("test_delete_default_event_bus");
        await play.PlayAsync("delete-default-event-bus-error", "DeleteEventBus", Name("default"));
        play.Done();
    }

    [Fact]
    public async Task Buses_are_listed_by_prefix()
    {
        await using var play = await OpenAsync("test_list_event_buses_with_prefix");
        await play.DoAsync("CreateEventBus", Name("unique-prefix-bus"));
        await play.DoAsync("CreateEventBus", Name("no-match-bus"));
        await play.PlayAsync("list-event-buses-prefix-complete-name", "ListEventBuses", Prefix("unique-prefix-bus"));
        await play.PlayAsync("list-event-buses-prefix", "ListEventBuses", Prefix("unique"));
        play.Done();
    }

    [Fact]
    public async Task Buses_are_listed_in_pages()
    {
        await using var play = await OpenAsync("test_list_event_buses_with_limit");
        for (var i = 0; i < 6; i++)
        {
            await play.DoAsync("CreateEventBus", Name($"a-bus-{i}"));
        }

        var first = await play.PlayAsync("list-event-buses-limit", "ListEventBuses", Paged("a-bus", 3, null));
        await play.PlayAsync("list-event-buses-limit-next-token", "ListEventBuses", Paged("a-bus", 3, first));
        play.Done();
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("default")]
    public async Task A_policy_grows_and_is_replaced(string type)
    {
        await using var play = await OpenAsync($"test_put_permission[{type}]");
        var bus = await play.BusAsync(type);
        await play.PlayAsync("put-permission", "PutPermission", Permission(bus, "one", "111111111111"));
        await play.DoAsync("PutPermission", Permission(bus, "two", "111111111111"));
        await play.DoAsync("PutPermission", Permission(bus, "three", "222222222222"));
        await play.PlayAsync("describe-event-bus-put-permission-multiple-principals", "DescribeEventBus", Name(bus));
        await play.DoAsync("PutPermission", Permission(bus, "four", "*"));
        await play.PlayAsync("describe-event-bus-put-permission", "DescribeEventBus", Name(bus));
        var whole = new JsonObject
        {
            ["EventBusName"] = bus,
            ["Policy"] =
                """{"Version":"2012-10-17","Statement":[{"Sid":"five","Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"events:ListRules","Resource":"*"}]}""",
        };
        await play.PlayAsync("put-permission-policy", "PutPermission", whole);
        await play.PlayAsync("describe-event-bus-put-permission-policy", "DescribeEventBus", Name(bus));
        play.Done();
    }

    [Fact]
    public async Task A_policy_needs_a_bus()
    {
        await using var play = await OpenAsync("test_put_permission_non_existing_event_bus");
        await play.PlayAsync(
            "remove-permission-non-existing-sid-error",
            "PutPermission",
            Permission("no-bus", "one", "*")
        );
        play.Done();
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("default")]
    public async Task A_policy_shrinks(string type)
    {
        await using var play = await OpenAsync($"test_remove_permission[{type}]");
        var bus = await play.BusAsync(type);
        await play.DoAsync("PutPermission", Permission(bus, "one", "111111111111"));
        await play.DoAsync("PutPermission", Permission(bus, "two", "222222222222"));
        await play.PlayAsync("remove-permission", "RemovePermission", Statement(bus, "one"));
        await play.PlayAsync("describe-event-bus-remove-permission", "DescribeEventBus", Name(bus));
        var all = new JsonObject { ["EventBusName"] = bus, ["RemoveAllPermissions"] = true };
        await play.PlayAsync("remove-permission-all", "RemovePermission", all);
        await play.PlayAsync("describe-event-bus-remove-permission-all", "DescribeEventBus", Name(bus));
        play.Done();
    }

    [Theory]
    [InlineData(true, "custom")]
    [InlineData(true, "default")]
    [InlineData(false, "custom")]
    [InlineData(false, "default")]
    public async Task A_statement_that_is_not_there_is_not_removed(bool withPolicy, string type)
    {
        await using var play = await OpenAsync($"test_remove_permission_non_existing_sid[{withPolicy}-{type}]");
        var bus = await play.BusAsync(type);
        if (withPolicy)
        {
            await play.DoAsync("PutPermission", Permission(bus, "one", "111111111111"));
        }

        await play.PlayAsync("remove-permission-non-existing-sid-error", "RemovePermission", Statement(bus, "other"));
        play.Done();
    }

    [Fact]
    public async Task An_event_for_a_bus_that_is_not_there_is_dropped_as_AWS_drops_it()
    {
        await using var play = await Recording.OpenAsync(
            File,
            "TestEventBus::test_put_events_nonexistent_event_bus",
            strict: false
        );
        JsonObject Entry(string bus) =>
            new()
            {
                ["Source"] = "MySource",
                ["DetailType"] = "CustomType",
                ["Detail"] = """{"message":"for a bus"}""",
                ["EventBusName"] = bus,
            };
        var entries = new JsonObject { ["Entries"] = new JsonArray(Entry("default"), Entry("no-bus")) };
        await play.PlayAsync("put-events", "PutEvents", entries);
        await play.PlayAsync("non-existent-bus-error", "DescribeEventBus", Name("no-bus"));
        play.Done("get-events");
    }

    private static Task<Recording> OpenAsync(string scenario) => Recording.OpenAsync(File, $"TestEventBus::{scenario}");

    private static JsonObject Name(string name) => new() { ["Name"] = name };

    private static JsonObject Prefix(string prefix) => new() { ["NamePrefix"] = prefix };

    private static JsonObject Paged(string prefix, int limit, JsonObject? after)
    {
        var request = new JsonObject { ["NamePrefix"] = prefix, ["Limit"] = limit };
        if (after is not null)
        {
            request["NextToken"] = after["NextToken"]!.GetValue<string>();
        }

        return request;
    }

    private static JsonObject Permission(string bus, string id, string principal) =>
        new()
        {
            ["EventBusName"] = bus,
            ["Action"] = "events:PutEvents",
            ["Principal"] = principal,
            ["StatementId"] = id,
        };

    private static JsonObject Statement(string bus, string id) =>
        new() { ["EventBusName"] = bus, ["StatementId"] = id };
}
