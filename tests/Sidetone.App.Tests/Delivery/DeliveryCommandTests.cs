using System.Net;
using System.Text.Json;
using Sidetone.Tests.Closing;
using Sidetone.Tests.EventBridge;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Delivery;

/// <summary>What people see of a server that delivers to AWS, and what they can do about it while it runs.</summary>
public sealed class DeliveryCommandTests
{
    [Fact]
    public async Task What_is_held_back_and_set_aside_is_shown_with_its_reasons_and_sent_again()
    {
        await using var server = await RunningServer.StartAsync();
        await using var desk = await EventBridgeDesk.OpenAsync(server.Folder);
        var group = server.Group.Group.Name;
        desk.Receiver.Buses.Clear();
        await desk.GoodAsync([
            "destination",
            "add",
            "eventbridge",
            group,
            "--name",
            "aws",
            "--bus",
            "calls",
            "--region",
            "eu-central-1",
            "--endpoint",
            desk.Receiver.Url,
            "--access-key-id",
            EventBridgeReceiver.Key.Id,
            "--secret-access-key",
            EventBridgeReceiver.Key.Secret,
        ]);
        var closing = new ClosingDesk(server, server.Group);
        var batches = PlayedCall.Of("c", TimeProvider.System.GetUtcNow().AddMinutes(-10), seconds: 100);
        await closing.SendAsync(batches);
        await closing.ClosedAsync("c", batches.Count);

        await Eventually.HoldsAsync(async () =>
            Held(await AwsAsync()) is { } said && said.Contains("Event bus calls does not exist.")
        );
        Assert.Contains(
            "is held back: ResourceNotFoundException",
            await desk.GoodAsync("delivery", "status", group),
            StringComparison.Ordinal
        );
        var ready = await server.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.OK, 1), (ready.Status, ready.Json.GetProperty("heldDestinations").GetInt32()));
        var waiting = (await AwsAsync()).GetProperty("waiting").GetInt32();
        Assert.True(waiting > 0);
        Assert.True((await AwsAsync()).GetProperty("oldestWaitingSeconds").GetDouble() > 0);

        desk.Receiver.Refuse("\"c\"", "MalformedDetail", "Detail is malformed.");
        desk.Receiver.Buses["calls"] = true;
        await Eventually.HoldsAsync(async () => (await AwsAsync()).GetProperty("setAside").GetInt32() == waiting);
        Assert.Null(Held(await AwsAsync()));
        var reason = Assert.Single((await AwsAsync()).GetProperty("reasons").EnumerateArray());
        Assert.Equal("MalformedDetail: Detail is malformed.", reason.GetProperty("reason").GetString());

        desk.Receiver.Accept();
        var again = await desk.RunAsync("delivery", "resend", group, "--set-aside", "--destination", "aws");
        Assert.Equal($"{waiting} to be sent again.\n", again.Out);
        Assert.Contains("was set aside at aws: MalformedDetail", again.Error, StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => (await AwsAsync()).GetProperty("sent").GetInt32() == waiting);
        var first = desk.Receiver.Taken.Single(taken => taken.DetailType == "CallSummary");

        await desk.GoodAsync("delivery", "resend", group, "--event", first.StableId);
        await Eventually.HoldsAsync(() => Task.FromResult(Summaries() == 2));
        await desk.GoodAsync("delivery", "resend", group, "--call", "c");
        await Eventually.HoldsAsync(() => Task.FromResult(Summaries() == 3));
        Assert.Single(
            desk.Receiver.Taken.Where(taken => taken.DetailType == "CallSummary").Distinct(SameEvent.Instance)
        );

        Assert.Contains("One of", await desk.BadAsync(2, "delivery", "resend", group), StringComparison.Ordinal);
        Assert.Contains(
            "no closed call",
            await desk.BadAsync(1, "delivery", "resend", group, "--call", "x"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no event",
            await desk.BadAsync(1, "delivery", "resend", group, "--event", $"{Guid.Empty}"),
            StringComparison.Ordinal
        );

        int Summaries() => desk.Receiver.Taken.Count(taken => taken.DetailType == "CallSummary");

        async Task<JsonElement> AwsAsync() =>
            (await desk.JsonAsync("delivery", "status", group))
                .EnumerateArray()
                .Single(each => each.GetProperty("destination").GetString() == "aws");
    }

    [Fact]
    public async Task A_call_that_changed_after_it_was_sent_is_corrected_under_the_same_id()
    {
        await using var server = await RunningServer.StartAsync(options =>
            options with
            {
                Log = options.Log with { GapWait = TimeSpan.FromMilliseconds(200) },
            }
        );
        await using var desk = await EventBridgeDesk.OpenAsync(server.Folder);
        var group = server.Group.Group.Name;
        await desk.GoodAsync([
            "destination",
            "add",
            "eventbridge",
            group,
            "--name",
            "aws",
            "--bus",
            "calls",
            "--region",
            "eu-central-1",
            "--endpoint",
            desk.Receiver.Url,
            "--access-key-id",
            EventBridgeReceiver.Key.Id,
            "--secret-access-key",
            EventBridgeReceiver.Key.Secret,
        ]);
        var closing = new ClosingDesk(server, server.Group);
        var batches = PlayedCall.Of("c", TimeProvider.System.GetUtcNow().AddMinutes(-10), seconds: 100);
        await closing.SendAsync(batches.Where(batch => batch.Sequence != 3));
        await closing.ClosedAsync("c", batches.Count - 1);
        await Eventually.HoldsAsync(() => Task.FromResult(Summaries().Length == 1));
        await closing.SendAsync(batches[3]);
        var changed = await closing.ClosedAsync("c", batches.Count);
        Assert.True(changed.ChangedSinceSent);

        await desk.GoodAsync("delivery", "resend", group, "--call", "c");

        await Eventually.HoldsAsync(() => Task.FromResult(Summaries().Length == 2));
        var sent = Summaries();
        Assert.Equal(sent[0].StableId, sent[1].StableId);
        Assert.NotEqual(sent[0].Detail, sent[1].Detail);
        Assert.Equal(changed.Summary, sent[1].Detail);
        Assert.False((await closing.FindAsync("c"))!.ChangedSinceSent);

        TakenEntry[] Summaries() => [.. desk.Receiver.Taken.Where(taken => taken.DetailType == "CallSummary")];
    }

    private static string? Held(JsonElement destination) =>
        destination.GetProperty("condition") is { ValueKind: JsonValueKind.Object } condition
        && !condition.GetProperty("ready").GetBoolean()
            ? condition.GetProperty("said").GetString()
            : null;

    private sealed class SameEvent : IEqualityComparer<TakenEntry>
    {
        public static readonly SameEvent Instance = new();

        public bool Equals(TakenEntry? x, TakenEntry? y) => (x?.StableId, x?.Detail) == (y?.StableId, y?.Detail);

        public int GetHashCode(TakenEntry obj) => obj.StableId.GetHashCode(StringComparison.Ordinal);
    }
}
