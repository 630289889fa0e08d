using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Closing;

/// <summary>How long calls wait, by a clock that the test moves: the embedded store has no other.</summary>
public sealed class ClosingTimeTests : IAsyncLifetime
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private RunningServer _server = null!;
    private ClosingDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync(settings: """{"retentionDays":1}""", time: _time);
        _desk = new ClosingDesk(_server, _server.Group);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Lets time pass until the call is closed; how much passed.</summary>
    private async Task<TimeSpan> PassUntilClosedAsync(string contact)
    {
        var began = Now;
        await Eventually.HoldsAsync(async () =>
        {
            if (await _desk.FindAsync(contact) is not null)
            {
                return true;
            }

            _time.Advance(s_step);
            return false;
        });
        return Now - began;
    }

    private async Task StaysOpenForAsync(string contact, TimeSpan time)
    {
        for (var until = Now + time; Now < until; )
        {
            _time.Advance(TimeSpan.FromTicks(Math.Min(s_step.Ticks, (until - Now).Ticks)));
            await _desk.LookAsync(Now);
            Assert.Null(await _desk.FindAsync(contact));
        }
    }

    [Fact]
    public async Task A_gap_is_waited_for_one_minute()
    {
        var batches = PlayedCall.Of("c", Now.AddMinutes(-5));
        await _desk.SendAsync(batches.Where(batch => batch.Sequence != 1));
        await StaysOpenForAsync("c", TimeSpan.FromSeconds(59.9));
        Assert.InRange(await PassUntilClosedAsync("c"), TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(120));
        Assert.Equal(batches.Count - 1, (await _desk.FindAsync("c"))!.Batches.Count);
    }

    [Fact]
    public async Task When_only_the_platform_says_that_it_ended_the_pages_are_waited_for_one_minute()
    {
        var batches = PlayedCall.Of("c", Now.AddMinutes(-5));
        await _desk.SendAsync(batches.SkipLast(1));
        var told = PlayedCall.Told("c", "p", BatchSource.Platform, Now, ("connected", null), ("ended", 0));
        await _desk.SendAsync(told);
        await StaysOpenForAsync("c", TimeSpan.FromSeconds(59.9));
        await PassUntilClosedAsync("c");

        var second = PlayedCall.Of("d", Now.AddMinutes(-5));
        await _desk.SendAsync(second.SkipLast(1));
        await _desk.SendAsync(told with { ContactId = "d", Session = "q" });
        await _desk.SendAsync(second[^1]);
        await _desk.ClosedAsync("d", second.Count + 1);
    }

    [Fact]
    public async Task Silence_closes_a_call_after_four_minutes_with_the_last_record_as_its_end()
    {
        var batches = PlayedCall.Of("c", Now.AddMinutes(-5));
        await _desk.SendAsync(batches.SkipLast(1));
        await StaysOpenForAsync("c", TimeSpan.FromSeconds(200));
        await PassUntilClosedAsync("c");
        Assert.Equal(ExpectedCall.Of(_desk.Group, batches.SkipLast(1)).Summary, (await _desk.FindAsync("c"))!.Summary);
        Assert.NotEmpty(await _desk.EventsAsync("c"));
    }

    [Fact]
    public async Task A_page_that_is_hidden_has_not_ended_the_call()
    {
        var batches = PlayedCall.Of("c", Now.AddMinutes(-5));
        var at = Now.ToUnixTimeMilliseconds();
        var last = batches[^1] with { Happenings = [new Happening { At = at, Type = HappeningType.Detached }] };
        await _desk.SendAsync([.. batches.SkipLast(1), last]);
        await StaysOpenForAsync("c", TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task The_time_in_which_the_server_was_stopped_is_no_silence()
    {
        await _desk.SendAsync(PlayedCall.Of("c", Now.AddMinutes(-5)).SkipLast(1));
        await StaysOpenForAsync("c", TimeSpan.FromSeconds(20)); // The clock of silence runs.
        await _server.RestartAsync(() => _time.Advance(TimeSpan.FromHours(3)));
        await StaysOpenForAsync("c", TimeSpan.FromSeconds(160));
        await PassUntilClosedAsync("c");
    }

    [Fact]
    public async Task What_outlived_its_retention_is_forgotten_and_refused()
    {
        var batches = PlayedCall.Of("c", Now.AddMinutes(-5));
        await _desk.SendAsync(batches.SkipLast(1).Append(WithEnd(batches[^1], batches.Count)));
        await PassUntilClosedAsync("c");
        var sent = await _desk.EventsAsync("c");
        _time.Advance(TimeSpan.FromHours(25));
        await Eventually.HoldsAsync(async () =>
        {
            _time.Advance(s_step);
            return await _desk.FindAsync("c") is null;
        });

        // The batch that was announced and never came, with samples that are young enough.
        var late = batches[^1] with
        {
            Sequence = batches.Count,
            Tracks = [],
            Happenings = [Muted()],
        };
        var answer = await _server.SendAsync(BatchWriter.ToUtf8(late));
        answer.Refused(HttpStatusCode.UnprocessableEntity, "timeTooOld");
        Assert.Equal(1, await _server.RefusedAsync("timeTooOld"));
        (await _server.SendAsync(BatchWriter.ToUtf8(batches[0]))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "timeTooOld"
        );
        Assert.Equal(sent, await _desk.EventsAsync("c"));
    }

    private Happening Muted() => new() { At = Now.ToUnixTimeMilliseconds(), Type = HappeningType.Mute };

    private static Batch WithEnd(Batch batch, long last) =>
        batch with
        {
            Happenings = [.. batch.Happenings.Select(happening => happening with { LastSequence = last })],
        };
}
