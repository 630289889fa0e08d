using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Delivery.Tests.EventBridge;

/// <summary>Whatever the other end does, no event is lost, and only one whose answer was lost arrives twice.</summary>
public sealed class MisbehaviourTests
{
    [Theory]
    [InlineData(nameof(Misbehaviour.Throttles), 3)]
    [InlineData(nameof(Misbehaviour.Fails), 3)]
    [InlineData(nameof(Misbehaviour.IsUnavailable), 3)]
    [InlineData(nameof(Misbehaviour.Resets), 3)]
    [InlineData(nameof(Misbehaviour.ThrottlesSome), 3)]
    [InlineData(nameof(Misbehaviour.FailsEntries), 3)]
    [InlineData(nameof(Misbehaviour.TakesAndResets), 6)]
    [InlineData(nameof(Misbehaviour.DiesMidAnswer), 6)]
    [InlineData(nameof(Misbehaviour.MiscountsOutcomes), 6)]
    public async Task What_passes_by_itself_is_tried_again_until_every_event_is_there(string name, int taken)
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        rig.Receiver.Script(Enum.Parse<Misbehaviour>(name));
        var events = EventBridgeRig.Events(3);
        await rig.Delivery.AddAsync(events);

        await rig.Delivery.StartAsync();
        await Until.TrueAsync(async () => (await rig.Delivery.RowsAsync()).Any(row => row.LastError is not null));
        // One call is one request: nothing beneath the dispatcher repeats it, not on a stale connection either.
        Assert.Equal([3], rig.RequestSizes);
        await rig.DeliveredAsync();

        Assert.Equal(events.Select(sent => sent.Id.ToString()).Order(), rig.TakenIds.Distinct().Order());
        Assert.Equal(taken, rig.TakenIds.Count);
        Assert.Empty(rig.Receiver.Lost);
    }

    [Theory]
    [InlineData(nameof(Misbehaviour.AnswersLate))]
    [InlineData(nameof(Misbehaviour.StallsMidAnswer))]
    public async Task An_answer_that_does_not_come_in_time_is_not_waited_for(string name)
    {
        await using var rig = await EventBridgeRig.OpenAsync(settings => settings["timeoutSeconds"] = 5);
        var never = new TaskCompletionSource();
        rig.Receiver.Late = never.Task;
        rig.Receiver.Script(Enum.Parse<Misbehaviour>(name));
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));
        await rig.Delivery.StartAsync();
        await Until.TrueAsync(() => Task.FromResult(rig.Receiver.Taken.Count == 1));

        await rig.Delivery.AdvanceAsync(TimeSpan.FromSeconds(4.9));
        Assert.Equal((long)DeliveryState.Claimed, Assert.Single(await rig.Delivery.RowsAsync()).State);
        await rig.Delivery.AdvanceAsync(TimeSpan.FromSeconds(0.2));
        await Until.TrueAsync(async () => (await rig.Delivery.RowsAsync())[0].LastError is not null);

        Assert.Equal("No answer within 5 s.", (await rig.Delivery.RowsAsync())[0].LastError);
        await rig.DeliveredAsync();
        never.SetResult();
        Assert.Equal(2, rig.TakenIds.Count);
        Assert.Single(rig.TakenIds.Distinct());
    }

    [Fact]
    public async Task Nobody_at_the_other_end_means_later_and_a_reason()
    {
        await using var rig = await EventBridgeRig.OpenAsync(settings => settings["endpoint"] = "http://127.0.0.1:1");
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));
        await rig.Delivery.StartAsync();

        await rig.HeldAsync("Connection refused");

        Assert.Equal((long)DeliveryState.Pending, Assert.Single(await rig.Delivery.RowsAsync()).State);
    }

    [Theory]
    [InlineData("InvalidArgument")]
    [InlineData("MalformedDetail")]
    [InlineData("AccessDeniedException")]
    [InlineData("NotAuthorizedForSourceException")]
    [InlineData("RedactionFailure")]
    public async Task An_entry_that_fails_for_good_is_set_aside_with_AWSs_words_and_can_be_sent_again(string code)
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        rig.Receiver.Refuse("wrong", code, "Because.");
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"), DeliveryRig.Event("c2", detail: """{"a":"wrong"}"""));

        await rig.Delivery.StartAsync();

        await Until.TrueAsync(async () => (await rig.Delivery.RowsAsync()).All(row => row.State >= 2));
        var aside = Assert.Single(await rig.Delivery.RowsAsync(), row => row.State == (long)DeliveryState.SetAside);
        Assert.Equal(("c2", $"{code}: Because."), (aside.Contact, aside.LastError));
        rig.Receiver.Accept();
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(1, await rig.Delivery.Status.ResendSetAsideAsync(DeliveryRig.Group, rig.Record.Id, stop));
        await rig.Delivery.AllAsync(DeliveryState.Delivered);
        Assert.Equal(2, rig.TakenIds.Distinct().Count());
    }

    [Fact]
    public async Task Events_of_a_contact_keep_their_order_while_entries_fail()
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        rig.Receiver.Script(Misbehaviour.ThrottlesSome, Misbehaviour.FailsEntries, Misbehaviour.Throttles);
        await rig.Delivery.AddAsync([
            .. Enumerable
                .Range(0, 10)
                .SelectMany(number =>
                    new[] { DeliveryRig.Event($"c{number}"), DeliveryRig.Event($"c{number}", "InsightsSummary") }
                ),
        ]);
        await rig.Delivery.StartAsync();

        await rig.DeliveredAsync();

        var order = rig.TakenIds.ToList();
        Assert.Equal(20, order.Count);
        for (var number = 0; number < 10; number++)
        {
            var summary = order.IndexOf(DeliveryRig.Event($"c{number}").Id.ToString());
            var insights = order.IndexOf(DeliveryRig.Event($"c{number}", "InsightsSummary").Id.ToString());
            Assert.True(summary < insights, $"c{number}: {summary} and {insights}");
        }
    }
}
