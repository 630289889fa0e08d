using System.Text.Json.Nodes;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>What AWS answered about archives and replays, answered here.</summary>
public sealed class RecordedArchiveTests
{
    private const double Start = 1_700_000_000;

    [Theory]
    [InlineData("default")]
    [InlineData("custom")]
    public async Task An_archive_lives(string type)
    {
        await using var play = await OpenAsync($"test_create_list_describe_update_delete_archive[{type}]");
        var bus = await play.BusAsync(type);
        await play.PlayAsync("create-archive", "CreateArchive", Archive(bus));
        await play.PlayAsync("list-archives", "ListArchives", Prefix("an-archive"));
        await play.PlayAsync("describe-archive", "DescribeArchive", Named("an-archive"));
        var update = Named("an-archive");
        update["Description"] = "updated description of the archive";
        update["EventPattern"] = """{"source": ["core.update-account-command"]}""";
        update["RetentionDays"] = 2;
        await play.PlayAsync("update-archive", "UpdateArchive", update);
        await play.PlayAsync("delete-archive", "DeleteArchive", Named("an-archive"));
        play.Done();
    }

    [Theory]
    [InlineData("default")]
    [InlineData("custom")]
    public async Task Archives_are_listed_by_prefix(string type)
    {
        await using var play = await OpenAsync($"test_list_archive_with_name_prefix[{type}]");
        await play.DoAsync("CreateArchive", Archive(await play.BusAsync(type)));
        await play.PlayAsync("list-archives-with-name-prefix", "ListArchives", Prefix("an-"));
        await play.PlayAsync("list-archives-with-full-name", "ListArchives", Prefix("an-archive"));
        await play.PlayAsync("list-archives-not-existing-archive", "ListArchives", Prefix("doesnotexist"));
        play.Done();
    }

    [Theory]
    [InlineData("default")]
    [InlineData("custom")]
    public async Task Archives_are_listed_by_bus(string type)
    {
        await using var play = await OpenAsync($"test_list_archive_with_source_arn[{type}]");
        var bus = await play.BusAsync(type);
        await play.DoAsync("CreateArchive", Archive(bus));
        var request = new JsonObject { ["EventSourceArn"] = Recording.BusArn(bus) };
        await play.PlayAsync("list-archives-with-source-arn", "ListArchives", request);
        play.Done();
    }

    [Theory]
    [InlineData("default")]
    [InlineData("custom")]
    public async Task Archives_are_listed_by_state(string type)
    {
        await using var play = await OpenAsync($"test_list_archive_state_enabled[{type}]");
        await play.DoAsync("CreateArchive", Archive(await play.BusAsync(type)));
        var request = new JsonObject { ["State"] = "ENABLED" };
        await play.PlayAsync("list-archives-state-enabled", "ListArchives", request);
        play.Done();
    }

    [Theory]
    [InlineData("default")]
    [InlineData("custom")]
    public async Task An_archives_name_is_taken_once(string type)
    {
        await using var play = await OpenAsync($"test_create_archive_error_duplicate[{type}]");
        var bus = await play.BusAsync(type);
        await play.DoAsync("CreateArchive", Archive(bus));
        await play.PlayAsync("create-archive-duplicate-error", "CreateArchive", Archive(bus));
        play.Done();
    }

    [Fact]
    public async Task An_archive_needs_its_bus()
    {
        await using var play = await OpenAsync("test_create_archive_error_unknown_event_bus");
        var archive = Archive("doesnotexist-1");
        archive["EventSourceArn"] = "arn:aws:events:us-east-1:123456789012:event-bus/doesnotexist-1";
        await play.PlayAsync("create-archive-unknown-event-bus-error", "CreateArchive", archive);
        play.Done();
    }

    [Theory]
    [InlineData(
        "test_describe_archive_error_unknown_archive",
        "describe-archive-unknown-archive-error",
        "DescribeArchive"
    )]
    [InlineData("test_update_archive_error_unknown_archive", "update-archive-unknown-archive-error", "UpdateArchive")]
    [InlineData("test_delete_archive_error_unknown_archive", "delete-archive-unknown-archive-error", "DeleteArchive")]
    public async Task An_archive_that_is_not_there_is_refused(string scenario, string name, string operation)
    {
        await using var play = await OpenAsync(scenario);
        await play.PlayAsync(name, operation, Named("doesnotexist-1"));
        play.Done();
    }

    [Fact]
    public async Task Archives_of_a_bus_that_is_not_there_are_not_listed()
    {
        await using var play = await OpenAsync("test_list_archive_error_unknown_source_arn");
        var request = new JsonObject { ["EventSourceArn"] = Recording.BusArn("doesnotexist-1") };
        await play.PlayAsync("list-archives-unknown-event-bus-error", "ListArchives", request);
        play.Done();
    }

    [Fact]
    public async Task A_replay_needs_the_archives_own_bus()
    {
        await using var play = await OpenAsync("test_start_replay_error_unknown_event_bus", "TestReplay");
        await play.DoAsync("CreateArchive", Archive("default"));
        var replay = Replay("a-replay");
        replay["Destination"]!["Arn"] = Recording.BusArn("doesnotexist-1");
        await play.PlayAsync("start-replay-unknown-event-bus-error", "StartReplay", replay);
        replay["Destination"]!["Arn"] = Recording.BusArn(await play.BusAsync("custom"));
        await play.PlayAsync("start-replay-wrong-event-bus-error", "StartReplay", replay);
        play.Done();
    }

    [Fact]
    public async Task A_replay_needs_its_archive()
    {
        await using var play = await OpenAsync("test_start_replay_error_unknown_archive", "TestReplay");
        await play.PlayAsync("start-replay-unknown-archive-error", "StartReplay", Replay("a-replay"));
        play.Done();
    }

    [Theory]
    [InlineData("test_start_replay_error_duplicate_name_same_archive", "an-archive")]
    [InlineData("test_start_replay_error_duplicate_different_archive", "another-archive")]
    public async Task A_replays_name_is_taken_once(string scenario, string second)
    {
        await using var play = await OpenAsync(scenario, "TestReplay");
        await play.DoAsync("CreateArchive", Archive("default"));
        await play.DoAsync("CreateArchive", Archive("default", "another-archive"));
        await play.DoAsync("StartReplay", Replay("a-replay"));
        await play.PlayAsync("start-replay-duplicate-error", "StartReplay", Replay("a-replay", second));
        play.Done();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_replay_ends_after_it_starts(int seconds)
    {
        await using var play = await OpenAsync($"test_start_replay_error_invalid_end_time[{seconds}]", "TestReplay");
        await play.DoAsync("CreateArchive", Archive("default"));
        var replay = Replay("a-replay");
        replay["EventEndTime"] = Start - seconds;
        await play.PlayAsync("start-replay-invalid-end-time-error", "StartReplay", replay);
        play.Done();
    }

    [Fact]
    public async Task A_replay_that_is_not_there_is_not_shown()
    {
        await using var play = await OpenAsync("test_describe_replay_error_unknown_replay", "TestReplay");
        var request = new JsonObject { ["ReplayName"] = "doesnotexist-1" };
        await play.PlayAsync("describe-replay-unknown-replay-error", "DescribeReplay", request);
        play.Done();
    }

    [Fact]
    public async Task An_eleventh_replay_is_too_many()
    {
        await using var play = await OpenAsync("tests_concurrency_error_too_many_active_replays", "TestReplay");
        await play.DoAsync("CreateArchive", Archive("default"));
        for (var i = 0; i < 10; i++)
        {
            await play.DoAsync("StartReplay", Replay($"a-replay-{i}"));
        }

        await play.PlayAsync("list-replays-with-limit", "StartReplay", Replay("a-replay-10"));
        play.Done();
    }

    private static Task<Recording> OpenAsync(string scenario, string suite = "TestArchive") =>
        Recording.OpenAsync("archive_and_replay", $"{suite}::{scenario}");

    private static JsonObject Named(string name) => new() { ["ArchiveName"] = name };

    private static JsonObject Prefix(string prefix) => new() { ["NamePrefix"] = prefix };

    private static JsonObject Archive(string bus, string name = "an-archive") =>
        new()
        {
            ["ArchiveName"] = name,
            ["EventSourceArn"] = Recording.BusArn(bus),
            ["Description"] = "description of the archive",
            ["EventPattern"] = Recording.Pattern,
            ["RetentionDays"] = 1,
        };

    private static JsonObject Replay(string name, string archive = "an-archive") =>
        new()
        {
            ["ReplayName"] = name,
            ["EventSourceArn"] = $"arn:aws:events:us-east-1:111111111111:archive/{archive}",
            ["EventStartTime"] = Start,
            ["EventEndTime"] = Start + 60,
            ["Destination"] = new JsonObject { ["Arn"] = Recording.BusArn("default") },
        };
}
