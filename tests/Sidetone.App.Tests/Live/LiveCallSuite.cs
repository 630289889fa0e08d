using System.Net;
using System.Text.Json;
using Sidetone.Serving;
using Sidetone.Telemetry;
using Sidetone.Tests.Closing;
using Sidetone.Tests.Issues;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Live;

/// <summary>Open calls as they stand, alike on both stores.</summary>
public abstract class LiveCallSuite : IAsyncLifetime
{
    private RunningServer? _server;

    private static DateTimeOffset Start => TimeProvider.System.GetUtcNow().AddMinutes(-10);

    private RunningServer Server => _server!;

    public virtual async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(On);

    public virtual async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract ServerOptions On(ServerOptions options);

    [Fact]
    public async Task A_call_is_shown_from_its_first_batch_to_its_close()
    {
        var desk = new ClosingDesk(Server, Server.Group);
        var batches = PlayedCall.Of("c", Start, "clean");
        Assert.Empty(await LiveAsync());

        await desk.SendAsync(batches[0]);
        await desk.SendAsync(batches[1]);
        var shown = Assert.Single(await LiveAsync());
        Assert.Equal(("c", batches[0].Agent), (Text(shown, "contactId"), Text(shown, "agent")));
        Assert.Equal("connected", Text(shown, "stage"));
        Assert.Equal(batches[0].Happenings[0].At, shown.GetProperty("since").GetInt64());
        Assert.Equal(Last(batches[1]), shown.GetProperty("lastRecordAt").GetInt64());
        var second = shown.GetProperty("lastSecond");
        Assert.InRange(second.GetProperty("inboundMos").GetDouble(), 3.5, 4.5);
        Assert.InRange(second.GetProperty("at").GetInt64(), Last(batches[1]) - 2_100, Last(batches[1]) - 900);

        await desk.SendAsync(batches.Skip(2));
        await desk.ClosedAsync("c", batches.Count);
        Assert.Empty(await LiveAsync());
    }

    [Theory]
    [InlineData("ringing", false, "connecting")]
    [InlineData("connected", false, "connecting", "connected")]
    [InlineData("onHold", false, "connecting", "connected", "hold")]
    [InlineData("connected", false, "connecting", "connected", "hold", "resume")]
    [InlineData("connected", true, "connecting", "connected", "mute")]
    [InlineData("onHold", true, "connected", "mute", "hold")]
    [InlineData("connected", false, "connected", "mute", "unmute", "detached")]
    [InlineData("unknown", false, "detached")]
    public async Task A_call_stands_where_the_last_happening_left_it(string stage, bool muted, params string[] happened)
    {
        var told = PlayedCall.Told(
            "c",
            "s",
            BatchSource.Browser,
            Start,
            [.. happened.Select(type => (type, (long?)null))]
        );
        // What happened lies in any batch, not in the last ones alone.
        await new ClosingDesk(Server, Server.Group).SendAsync([
            told,
            .. Enumerable.Range(1, 6).Select(number => told with { Sequence = number, Happenings = [] }),
        ]);
        var shown = Assert.Single(await LiveAsync());
        Assert.Equal((stage, muted), (Text(shown, "stage"), shown.GetProperty("muted").GetBoolean()));
        Assert.False(shown.TryGetProperty("lastSecond", out _));
    }

    [Fact]
    public async Task A_call_that_ended_and_waits_for_a_gap_says_so()
    {
        var batches = PlayedCall.Of("c", Start, "clean");
        await new ClosingDesk(Server, Server.Group).SendAsync(batches.Where(batch => batch.Sequence != 1));
        Assert.Equal("ended", Text(Assert.Single(await LiveAsync()), "stage"));
    }

    [Fact]
    public async Task Pages_show_every_call_once_and_no_other_groups()
    {
        var other = await Server.OtherGroupAsync();
        var desk = new ClosingDesk(Server, Server.Group);
        foreach (var number in Enumerable.Range(0, 7))
        {
            await desk.SendAsync(
                PlayedCall.Told($"c{number}", $"s{number}", BatchSource.Browser, Start, ("connected", null))
            );
        }

        await new ClosingDesk(Server, other).SendAsync(
            PlayedCall.Told("foreign", "s", BatchSource.Browser, Start, ("connected", null))
        );
        var contacts = new List<string?>();
        string? next = "";
        while (next is not null)
        {
            var answer = await Server.GetAsync($"/v1/calls/live?max=3&after={next}", Server.Group.ReadKey);
            contacts.AddRange(
                answer.Json.GetProperty("calls").EnumerateArray().Select(call => Text(call, "contactId"))
            );
            next = answer.Json.TryGetProperty("next", out var place) ? place.GetString() : null;
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"c{number}"), contacts.Order());
        (await Server.GetAsync("/v1/calls/live", Server.Group.IngestKey)).Refused(HttpStatusCode.Forbidden, "keyRole");
    }

    private async Task<JsonElement[]> LiveAsync()
    {
        var answer = await Server.GetAsync("/v1/calls/live", Server.Group.ReadKey);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("calls").EnumerateArray()];
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private static long Last(Batch batch) =>
        batch
            .Tracks.Select(track => track.Time(track.Count - 1))
            .Concat(batch.Happenings.Select(happening => happening.At))
            .Max();
}
