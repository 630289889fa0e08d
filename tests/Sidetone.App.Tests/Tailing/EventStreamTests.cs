using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sidetone.Cli;
using Sidetone.Importing;
using Sidetone.Simulation;
using Sidetone.Tailing;
using Sidetone.Tests.Importing;

namespace Sidetone.Tests.Tailing;

public sealed class EventStreamTests
{
    [Fact]
    public async Task A_broken_connection_goes_on_after_the_last_event_seen()
    {
        await using var server = await ScriptedServer.StartAsync(
            async (context, _) =>
            {
                var after = int.Parse(
                    context.Request.Headers["Last-Event-ID"].ToString(),
                    CultureInfo.InvariantCulture
                );
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync($"id: {after + 1}\ndata: {{\"n\":{after + 1}}}\n\n");
                await context.Response.Body.FlushAsync();
                if (after % 2 == 0)
                {
                    // In the middle of an event: what is not whole is not an event.
                    await context.Response.WriteAsync($"id: {after + 2}\ndata: {{\"half\"");
                    await context.Response.Body.FlushAsync();
                    context.Abort();
                }
            }
        );

        var events = await TakeAsync(server.Url, count: 6);

        Assert.Equal(Enumerable.Range(8, 6).Select(n => $$"""{"n":{{n}}}"""), events.Select(streamed => streamed.Json));
    }

    [Fact]
    public async Task An_event_without_data_says_where_the_stream_stands()
    {
        var resumedAfter = new List<string>();
        await using var server = await ScriptedServer.StartAsync(
            async (context, number) =>
            {
                resumedAfter.Add(context.Request.Headers["Last-Event-ID"].ToString());
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(number == 1 ? "id: 41\ndata:\n\n" : "id: 42\ndata: {}\n\n");
            }
        );

        Assert.Single(await TakeAsync(server.Url, count: 1));
        Assert.Equal(["7", "41"], resumedAfter);
    }

    [Fact]
    public async Task Comments_and_empty_events_are_passed_over()
    {
        await using var server = await ScriptedServer.StartAsync(
            async (context, _) =>
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(": open\n\n: keep-alive\n\nid: 8\nevent: CallSummary\ndata: {}\n\n");
            }
        );

        var streamed = Assert.Single(await TakeAsync(server.Url, count: 1));

        Assert.Equal("8", streamed.Id);
    }

    [Fact]
    public async Task A_refusal_ends_it_and_a_passing_fault_does_not()
    {
        await using var server = await ScriptedServer.StartAsync(
            (context, number) =>
            {
                context.Response.StatusCode = number == 1 ? 503 : 401;
                return Task.CompletedTask;
            }
        );

        var refusal = await Assert.ThrowsAsync<CommandFailure>(() => TakeAsync(server.Url, count: 1));

        Assert.Contains("401", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<List<StreamedEvent>> TakeAsync(Uri server, int count)
    {
        var delays = new RetryDelays(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), new SeededRandom(1));
        using var stream = new EventStream(server, "secret", after: "7", delays, TimeProvider.System);
        var events = new List<StreamedEvent>();
        await foreach (var streamed in stream.FollowAsync(TestContext.Current.CancellationToken))
        {
            events.Add(streamed);
            if (events.Count == count)
            {
                break;
            }
        }

        return events;
    }
}
