using System.Text.Json.Nodes;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>What AWS answered to events that are not good, answered here.</summary>
public sealed class RecordedPutTests
{
    private const string Type = "core.update-account-command";
    private const string Detail =
        """{"command": "update-account", "payload": {"acc_id": "0a787ecb-4015", "sf_id": "baz"}}""";

    [Theory]
    [InlineData("test_put_events_without_source", "put-events", "Source")]
    [InlineData("test_put_event_without_detail", "put-events", "Detail")]
    [InlineData("test_put_event_without_detail_type", "put-events", "DetailType")]
    public async Task A_member_is_missing(string scenario, string name, string without)
    {
        await using var play = await OpenAsync(scenario);
        var entry = Entry(Detail);
        entry.Remove(without);
        await play.PlayAsync(name, "PutEvents", Entries(entry));
        play.Done();
    }

    [Theory]
    [InlineData("STRING", "this is a string")]
    [InlineData("ARRAY", """["this", "is", "an", "array"]""")]
    [InlineData("MALFORMED_JSON", """{"a": "b" """)]
    [InlineData("SERIALIZED_STRING", "\"a text\"")]
    public async Task A_detail_is_not_an_object(string kind, string detail)
    {
        await using var play = await OpenAsync($"test_put_event_malformed_detail[{kind}]");
        await play.PlayAsync("put-events", "PutEvents", Entries(Entry(detail)));
        play.Done();
    }

    [Fact]
    public async Task A_request_is_too_large()
    {
        await using var play = await OpenAsync("test_put_event_with_too_big_detail");
        var large = $$"""{"payload": "{{new string('a', 1024 * 1024)}}"}""";
        await play.PlayAsync("put-events-too-big-detail-error", "PutEvents", Entries(Entry(large)));
        play.Done();
    }

    [Theory]
    [InlineData("custom")]
    [InlineData("default")]
    public async Task Eleven_entries_are_too_many(string type)
    {
        await using var play = await OpenAsync($"test_put_events_exceed_limit_ten_entries[{type}]");
        var bus = await play.BusAsync(type);
        var entries = Enumerable
            .Range(0, 11)
            .Select(_ =>
            {
                var entry = Entry(Detail);
                entry["EventBusName"] = bus;
                return entry;
            })
            .ToArray();
        await play.PlayAsync("put-events-exceed-limit-error", "PutEvents", Entries(entries));
        play.Done();
    }

    [Fact]
    public async Task A_connection_may_be_wrong_in_three_ways()
    {
        await using var play = await OpenAsync("test_create_connection_validations");
        var connection = new JsonObject
        {
            ["Name"] = "This should fail with two errors 123467890123412341234123412341234",
            ["AuthorizationType"] = "INVALID",
            ["AuthParameters"] = new JsonObject
            {
                ["BasicAuthParameters"] = new JsonObject { ["Username"] = "user", ["Password"] = "pass" },
            },
        };
        await play.PlayAsync("create_connection_exc", "CreateConnection", connection);
        play.Done();
    }

    private static Task<Recording> OpenAsync(string scenario) =>
        Recording.OpenAsync("events", $"TestEvents::{scenario}");

    private static JsonObject Entries(params JsonNode[] entries) => new() { ["Entries"] = new JsonArray(entries) };

    private static JsonObject Entry(string detail) =>
        new()
        {
            ["Source"] = Type,
            ["DetailType"] = Type,
            ["Detail"] = detail,
        };
}
