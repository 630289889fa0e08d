using System.Net;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Streams;

public sealed class BusStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_reader_gets_what_comes_from_now_on_at_once()
    {
        await using var rig = await StreamRig.StartAsync();
        await rig.Bus.AppendAsync(BusRig.Event(1));
        using var reader = await rig.OpenAsync();

        await rig.Bus.AppendAsync(BusRig.Event(2), BusRig.Event(3, "InsightsSummary"));

        Assert.Equal("text/event-stream", reader.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("id: 2|event: CallSummary|data: {\"n\":2}", await reader.NextAsync());
        Assert.Equal("id: 3|event: InsightsSummary|data: {\"n\":3}", await reader.NextAsync());
    }

    [Fact]
    public async Task A_reader_cut_off_before_its_first_event_can_come_back_to_where_it_began()
    {
        await using var rig = await StreamRig.StartAsync();
        await rig.Bus.AppendAsync(BusRig.Event(1));
        string began;
        using (var reader = await rig.OpenAsync())
        {
            began = reader.Opened[": open|id: ".Length..];
        }

        await rig.Bus.AppendAsync(BusRig.Event(2));

        using var back = await rig.OpenAsync(lastId: began);
        Assert.StartsWith("id: 2|", await back.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_comes_back_gets_everything_since_once_and_in_order()
    {
        await using var rig = await StreamRig.StartAsync();
        await rig.Bus.AppendAsync([.. Enumerable.Range(1, 250).Select(number => BusRig.Event(number))]);
        var seen = new List<string>();
        string? last = null;
        for (var part = 0; part < 3; part++)
        {
            using var reader = await rig.OpenAsync("?after=0", last);
            for (var i = 0; i < 80; i++)
            {
                seen.Add(await reader.NextAsync());
                last = seen[^1].Split('|')[0]["id: ".Length..];
            }
        }

        Assert.Equal(
            Enumerable.Range(1, 240).Select(number => $"id: {number}|event: CallSummary|data: {{\"n\":{number}}}"),
            seen
        );
    }

    [Fact]
    public async Task A_filter_lets_only_its_types_through()
    {
        await using var rig = await StreamRig.StartAsync();
        using var reader = await rig.OpenAsync("?detail-type=InsightsSummary&detail-type=HeadsetSummary");

        await rig.Bus.AppendAsync(BusRig.Event(1));
        await rig.Bus.AppendAsync(
            BusRig.Event(2, "HeadsetSummary"),
            BusRig.Event(3),
            BusRig.Event(4, "InsightsSummary")
        );

        Assert.StartsWith("id: 2|", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.StartsWith("id: 4|", await reader.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_sees_its_own_groups_events_only()
    {
        await using var rig = await StreamRig.StartAsync();
        using var reader = await rig.OpenAsync("?after=0");

        await rig.Bus.AppendAsync(BusRig.Event(1, group: BusRig.OtherGroup));
        await rig.Bus.AppendAsync(BusRig.Event(2));

        Assert.Equal("id: 1|event: CallSummary|data: {\"n\":2}", await reader.NextAsync());
    }

    [Fact]
    public async Task A_silent_stream_says_every_15_seconds_that_it_lives()
    {
        await using var rig = await StreamRig.StartAsync();
        using var reader = await rig.OpenAsync();
        var next = reader.NextAsync();
        while (!next.IsCompleted)
        {
            // Small steps: whenever the stream arms its timer, 15 seconds pass afterwards.
            await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop));
        }

        Assert.Equal(": keep-alive", await next);
    }

    [Fact]
    public async Task Data_with_line_breaks_stays_one_event()
    {
        await using var rig = await StreamRig.StartAsync();
        using var reader = await rig.OpenAsync();
        await rig.Bus.AppendAsync(BusRig.Event(1, "A\nB") with { Envelope = "{\n\"n\":1}"u8.ToArray() });
        Assert.Equal("id: 1|event: A B|data: {|data: \"n\":1}", await reader.NextAsync());
    }

    [Fact]
    public async Task Without_a_group_nothing_is_read()
    {
        await using var rig = await StreamRig.StartAsync();
        using var response = await rig.Http.GetAsync(new Uri("/v1/events/stream", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("?after=x", null)]
    [InlineData("?after=-1", null)]
    [InlineData("?after=1&after=2", null)]
    [InlineData("", "seven")]
    public async Task A_position_that_is_none_is_refused(string query, string? lastId)
    {
        await using var rig = await StreamRig.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events/stream{query}");
        request.Headers.Add("X-Group", BusRig.Group.ToString());
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var response = await rig.Http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
