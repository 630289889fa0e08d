using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Catalog;
using Sidetone.Delivery.Outbox;
using Sidetone.Groups;
using Sidetone.Serving;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Closing;

/// <summary>Calls go in over HTTP and come out closed, alike on both stores.</summary>
public abstract class ClosingSuite : IAsyncLifetime
{
    /// <summary>So long that a call which closes meanwhile did not wait for it.</summary>
    private static readonly TimeSpan s_never = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(150);

    private RunningServer? _server;

    private static DateTimeOffset Start => TimeProvider.System.GetUtcNow().AddMinutes(-10);

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected abstract ServerOptions On(ServerOptions options);

    private async Task<ClosingDesk> StartAsync(TimeSpan gapWait, string settings = "{}")
    {
        _server = await RunningServer.StartAsync(
            options => On(options with { Log = new LogOptions { GapWait = gapWait } }),
            settings
        );
        return new ClosingDesk(_server, _server.Group);
    }

    [Fact]
    public async Task A_call_that_ended_with_nothing_missing_is_closed_at_once_and_its_events_are_sent_once()
    {
        var desk = await StartAsync(s_never);
        var batches = PlayedCall.Of("c", Start);
        await desk.SendAsync(batches);
        var call = await desk.ClosedAsync("c", batches.Count);

        var expected = ExpectedCall.Of(desk.Group, batches);
        Assert.Equal(expected.Summary, call.Summary);
        Assert.False(call.ChangedSinceSent);
        var events = await desk.EventsAsync("c");
        Assert.Equal([DetailTypes.CallSummary, DetailTypes.InsightsSummary], events.Select(sent => sent.Type));
        Assert.Equal([expected.Summary, expected.InsightsSummary], events.Select(sent => sent.Detail));
        Assert.Equal(
            events.Select(sent => EventId.For(desk.Group.Id, sent.Type, "c", batches[0].Agent).ToString()),
            events.Select(sent => sent.Id)
        );
    }

    [Fact]
    public async Task A_gap_is_waited_for_and_the_call_closes_when_it_is_filled()
    {
        var desk = await StartAsync(s_never);
        var batches = PlayedCall.Of("c", Start);
        await desk.SendAsync(batches.Where(batch => batch.Sequence != 1));
        await desk.LookAsync(Start);
        Assert.Null(await desk.FindAsync("c"));

        await desk.SendAsync(batches[1]);
        Assert.Equal(
            ExpectedCall.Of(desk.Group, batches).Summary,
            (await desk.ClosedAsync("c", batches.Count)).Summary
        );
    }

    [Fact]
    public async Task What_fills_a_gap_after_the_wait_changes_the_stored_call_and_sends_no_second_event()
    {
        var desk = await StartAsync(s_soon);
        var batches = PlayedCall.Of("c", Start);
        var first = batches.Where(batch => batch.Sequence != 1).ToArray();
        await desk.SendAsync(first);
        var call = await desk.ClosedAsync("c", first.Length);
        Assert.Equal(ExpectedCall.Of(desk.Group, first).Summary, call.Summary);
        var sent = await desk.EventsAsync("c");

        await desk.SendAsync(batches[1]);
        var changed = await desk.ClosedAsync("c", batches.Count);
        Assert.Equal(ExpectedCall.Of(desk.Group, batches).Summary, changed.Summary);
        Assert.True(changed.ChangedSinceSent);
        Assert.Equal(sent, await desk.EventsAsync("c"));
    }

    [Fact]
    public async Task A_repeat_after_the_close_is_a_repeat_and_a_contradiction_is_one()
    {
        var desk = await StartAsync(s_never);
        var batches = PlayedCall.Of("c", Start);
        await desk.SendAsync(batches);
        var closed = await desk.ClosedAsync("c", batches.Count);
        foreach (var batch in batches)
        {
            await desk.SendAsync(batch, repeated: true);
        }

        var other = batches[1] with { Facts = new Facts { QueueName = "another" } };
        (await _server!.SendAsync(BatchWriter.ToUtf8(other))).Refused(HttpStatusCode.Conflict, "sequenceContradicted");
        await desk.LookAsync(Start);
        Assert.Equal(closed.Json.GetRawText(), (await desk.FindAsync("c"))!.Json.GetRawText());
    }

    [Fact]
    public async Task A_batch_beyond_the_last_that_was_announced_is_taken()
    {
        var desk = await StartAsync(s_never);
        var told = PlayedCall.Told("c", "s", BatchSource.Browser, Start, ("connected", null), ("ended", 0));
        await desk.SendAsync(told);
        await desk.SendAsync(told with { Sequence = 1 });
        var call = await desk.ClosedAsync("c", 2);
        Assert.Equal(["s/0", "s/1"], call.Batches);
    }

    [Fact]
    public async Task A_call_that_only_the_platform_knows_is_closed_without_figures()
    {
        var desk = await StartAsync(s_soon, """{"profile":2025}""");
        var told = PlayedCall.Told("c", "p", BatchSource.Platform, Start, ("connected", null), ("ended", 0));
        await desk.SendAsync(told);
        var call = await desk.ClosedAsync("c", 1);
        Assert.Contains("\"agentDataReceived\":false", call.Summary, StringComparison.Ordinal);
        Assert.Contains("\"packetsReceived\":0", call.Summary, StringComparison.Ordinal);

        // That it had no media says nothing about quality.
        Assert.Equal(DetailTypes.CallSummary, Assert.Single(await desk.EventsAsync("c")).Type);
    }

    [Fact]
    public async Task A_group_that_wants_no_platform_calls_gets_the_events_once_a_page_was_heard()
    {
        var desk = await StartAsync(s_soon, """{"platformOnlyCalls":false}""");
        var told = PlayedCall.Told("c", "p", BatchSource.Platform, Start, ("connected", null), ("ended", 0));
        await desk.SendAsync(told);
        await desk.ClosedAsync("c", 1);
        Assert.Empty(await desk.EventsAsync("c"));

        var batches = PlayedCall.Of("c", Start);
        await desk.SendAsync(batches[0]);
        var call = await desk.ClosedAsync("c", 2);
        Assert.False(call.ChangedSinceSent);
        var sent = await desk.EventsAsync("c");
        Assert.Equal(ExpectedCall.Of(desk.Group, [told, batches[0]]).Summary, sent[0].Detail);

        await desk.SendAsync(batches.Skip(1));
        var changed = await desk.ClosedAsync("c", batches.Count + 1);
        Assert.True(changed.ChangedSinceSent);
        Assert.Equal(ExpectedCall.Of(desk.Group, [told, .. batches]).Summary, changed.Summary);
        Assert.Equal(sent, await desk.EventsAsync("c"));
    }

    [Fact]
    public async Task A_call_that_never_connected_has_a_summary_without_durations_or_insights()
    {
        var desk = await StartAsync(s_never);
        await desk.SendAsync(PlayedCall.Told("c", "s", BatchSource.Browser, Start, ("connecting", null), ("ended", 0)));
        var call = await desk.ClosedAsync("c", 1);
        Assert.Equal(DetailTypes.CallSummary, Assert.Single(await desk.EventsAsync("c")).Type);
        Assert.Equal("[]", call.Json.GetProperty("insights").GetRawText());
    }

    [Fact]
    public async Task Two_pages_of_one_call_are_one_summary()
    {
        var desk = await StartAsync(s_soon);
        var batches = PlayedCall.Of("c", Start);
        var half = batches.Count / 2;
        var before = batches.Take(half).Select(batch => batch with { Session = "before the reload" }).ToArray();
        var after = batches
            .Skip(half)
            .Select(batch => batch with { Session = "after the reload", Sequence = batch.Sequence - half })
            .Select(batch => batch with { Happenings = [.. batch.Happenings.Select(LastOf)] })
            .ToArray();
        await desk.SendAsync(after);
        await desk.SendAsync(before);
        var call = await desk.ClosedAsync("c", batches.Count);
        Assert.Equal(ExpectedCall.Of(desk.Group, [.. before, .. after]).Summary, call.Summary);

        Happening LastOf(Happening happening) => happening with { LastSequence = happening.LastSequence - half };
    }

    [Fact]
    public async Task A_headset_that_told_something_has_an_event_of_its_own_when_the_group_collects_it()
    {
        var desk = await StartAsync(s_never, """{"headset":true}""");
        var batches = HeadsetCall.Of("c", Start);
        await desk.SendAsync(batches);
        var call = await desk.ClosedAsync("c", batches.Count);

        var events = await desk.EventsAsync("c");
        var sent = Assert.Single(events, sent => sent.Type == DetailTypes.HeadsetSummary);
        Assert.Equal(DetailTypes.CallSummary, events[0].Type);
        Assert.Empty(CatalogCheck.Check(Encoding.UTF8.GetBytes(sent.Envelope)).Departures);
        Assert.Equal(ExpectedCall.HeadsetOf(desk.Group, batches), sent.Detail);
        Assert.Equal(
            EventId.For(desk.Group.Id, sent.Type, "c", batches[0].Agent, HeadsetCall.Device.Key).ToString(),
            sent.Id
        );
        Assert.Equal(ExpectedCall.Of(desk.Group, batches).Summary, call.Summary);
    }

    [Fact]
    public async Task What_a_headset_told_late_changes_the_call_and_sends_no_second_event()
    {
        var desk = await StartAsync(s_soon, """{"headset":true}""");
        var batches = HeadsetCall.Of("c", Start);
        // The samples come in time, what the headset told of the second batch comes late.
        var late = batches[1] with
        {
            Session = "late",
            Sequence = 0,
            Tracks = [],
            Happenings = [],
            Facts = null,
        };
        Batch[] first = [.. batches.Select((batch, index) => index == 1 ? batch with { Headset = [] } : batch)];
        await desk.SendAsync(first);
        Assert.False((await desk.ClosedAsync("c", batches.Count)).ChangedSinceSent);
        var sent = await desk.EventsAsync("c");
        await desk.SendAsync(late);
        Assert.True((await desk.ClosedAsync("c", batches.Count + 1)).ChangedSinceSent);
        Assert.Equal(sent, await desk.EventsAsync("c"));
    }

    [Fact]
    public async Task A_group_that_does_not_collect_headsets_keeps_and_sends_nothing_of_them()
    {
        var desk = await StartAsync(s_never);
        var batches = HeadsetCall.Of("c", Start);
        await desk.SendAsync(batches);
        await desk.SendAsync(batches[0], repeated: true);
        var call = await desk.ClosedAsync("c", batches.Count);
        Assert.DoesNotContain(await desk.EventsAsync("c"), sent => sent.Type == DetailTypes.HeadsetSummary);
        Assert.Equal(
            ExpectedCall.Of(desk.Group, batches.Select(batch => batch with { Headset = [] })).Summary,
            call.Summary
        );
    }

    [Fact]
    public async Task Two_groups_with_one_contact_id_have_a_call_and_events_each()
    {
        var desk = await StartAsync(s_never);
        var other = await _server!.Groups.CreateAsync(
            "the other",
            AccountGroup.DefaultAccount,
            GroupSettings.Default,
            RunningServer.Stop
        );
        await _server.Host.Services.GetRequiredService<KeyRing>().RefreshAsync(RunningServer.Stop);
        foreach (var (one, profile) in new[] { (desk, "lossy"), (new ClosingDesk(_server, other), "clean") })
        {
            var batches = PlayedCall.Of("c", Start, profile);
            await one.SendAsync(batches);
            var expected = ExpectedCall.Of(one.Group, batches);
            Assert.Equal(expected.Summary, (await one.ClosedAsync("c", batches.Count)).Summary);
            Assert.Equal(expected.Summary, (await one.EventsAsync("c"))[0].Detail);
        }
    }

    [Fact]
    public async Task A_call_goes_on_over_a_restart()
    {
        var desk = await StartAsync(s_never);
        var batches = PlayedCall.Of("c", Start);
        await desk.SendAsync(batches.Take(2));
        await _server!.RestartAsync();
        await desk.SendAsync(batches.Skip(2));
        await desk.ClosedAsync("c", batches.Count);
        await _server.RestartAsync();

        var expected = ExpectedCall.Of(desk.Group, batches);
        Assert.Equal(expected.Summary, (await desk.ClosedAsync("c", batches.Count)).Summary);
        Assert.Equal(
            [expected.Summary, expected.InsightsSummary],
            (await desk.EventsAsync("c")).Select(sent => sent.Detail)
        );
    }

    [Fact]
    public async Task Batches_that_come_while_the_call_is_being_closed_are_in_it()
    {
        // No wait at all: the call is closed, and worked on again, while its batches come from many senders.
        var desk = await StartAsync(TimeSpan.Zero);
        var batches = PlayedCall.Of("c", Start, seconds: 300);
        await desk.SendAsync(batches[^1]);
        await Parallel.ForEachAsync(
            batches.SkipLast(1),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = RunningServer.Stop },
            async (batch, _) => await desk.SendAsync(batch)
        );
        var call = await desk.ClosedAsync("c", batches.Count);
        Assert.Equal(ExpectedCall.Of(desk.Group, batches).Summary, call.Summary);
        var sent = await desk.EventsAsync("c");
        Assert.Equal(1, sent.Count(one => one.Type == DetailTypes.CallSummary));
        Assert.Equal(sent[0].Detail != call.Summary, call.ChangedSinceSent);
        var numbers = call.Batches.Select(name => long.Parse(name[(name.LastIndexOf('/') + 1)..], null));
        Assert.Equal(Enumerable.Range(0, batches.Count).Select(number => (long)number), numbers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_order_with_any_repeats_gives_the_same_bytes(int seed)
    {
        var desk = await StartAsync(s_never);
        var random = new Random(seed);
        var profiles = new[] { "lossy", "hold-and-mute", "reconnect", "device-change", "one-way" };
        foreach (var profile in profiles)
        {
            var contact = $"{profile}-{seed}";
            var batches = PlayedCall.Of(contact, Start, profile, (ulong)seed, seconds: 200);
            var expected = ExpectedCall.Of(desk.Group, batches);
            var mixed = batches.ToArray();
            random.Shuffle(mixed);
            var sent = new HashSet<long>();
            for (var next = 0; next < mixed.Length; next++)
            {
                await desk.SendAsync(mixed[next]);
                sent.Add(mixed[next].Sequence);
                if (random.Next(3) == 0)
                {
                    await desk.SendAsync(mixed[random.Next(next + 1)], repeated: true);
                }
            }

            var call = await desk.ClosedAsync(contact, batches.Count);
            Assert.True(expected.Summary == call.Summary, $"Seed {seed}, {profile}: {call.Summary}");
            Assert.Equal(expected.InsightsSummary, (await desk.EventsAsync(contact)).ElementAtOrDefault(1)?.Detail);
            await AssertRecordingGivesAsync(call.Summary, desk.Group, contact, batches[0].Agent);
        }
    }

    private async Task AssertRecordingGivesAsync(string summary, AccountGroup group, string contact, string agent)
    {
        var store = _server!.Host.Services.GetRequiredService<Sidetone.Closing.ClosedCallStore>();
        var stored = await store.FindAsync(CallKey.Of(group.Id, contact, agent), RunningServer.Stop);
        var sessions = Telemetry.Packing.RecordingCodec.Unpack(stored!.Recording);
        Assert.Equal(summary, ExpectedCall.Of(group, contact, agent, sessions).Summary);
    }
}
