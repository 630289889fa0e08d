using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Sidetone.Cli;
using Sidetone.Importing;
using Sidetone.Simulation;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;
using Sidetone.Tests.Simulation;

namespace Sidetone.Tests.Importing;

public sealed class BatchSenderTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Every_batch_arrives_whole_with_the_key()
    {
        var arrived = new ConcurrentDictionary<long, string>();
        await using var server = await ScriptedServer.StartAsync(
            async (context, _) =>
            {
                var batch = await ReadAsync(context.Request);
                arrived[batch.Sequence] = $"{context.Request.Path} {context.Request.Headers.Authorization}";
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        );

        var tally = await SendAsync(server.Url, seconds: 95);

        Assert.True(tally.IsComplete);
        Assert.Equal(arrived.Count, tally.Accepted);
        Assert.Equal(Enumerable.Range(0, arrived.Count).Select(i => (long)i), arrived.Keys.Order());
        Assert.All(arrived.Values, said => Assert.Equal("/v1/batches Bearer secret", said));
    }

    [Theory]
    [InlineData(StatusCodes.Status429TooManyRequests)]
    [InlineData(StatusCodes.Status503ServiceUnavailable)]
    [InlineData(StatusCodes.Status500InternalServerError)]
    public async Task What_can_succeed_later_is_tried_again(int status)
    {
        await using var server = await ScriptedServer.StartAsync(
            (context, number) =>
            {
                context.Response.StatusCode = number <= 2 ? status : StatusCodes.Status202Accepted;
                context.Response.Headers.RetryAfter = "0";
                return Task.CompletedTask;
            }
        );

        var tally = await SendAsync(server.Url, seconds: 5);

        Assert.True(tally.IsComplete);
        Assert.Equal(2, tally.Retries);
    }

    [Fact]
    public async Task What_is_refused_is_not_tried_again_and_its_reason_is_kept()
    {
        await using var server = await ScriptedServer.StartAsync(
            async (context, _) =>
            {
                context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                context.Response.ContentType = "application/problem+json";
                await context.Response.WriteAsync("""{"title":"t","detail":"Too old.","path":"$.samples[0].at"}""");
            }
        );

        var tally = await SendAsync(server.Url, seconds: 5);

        Assert.False(tally.IsComplete);
        Assert.Equal(0, tally.Retries);
        Assert.Contains("422: Too old. ($.samples[0].at)", tally.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_stops_the_run()
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(
            (context, number) =>
            {
                requests = number;
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }
        );

        await Assert.ThrowsAsync<CommandFailure>(() => SendAsync(server.Url, seconds: 3_000));
        Assert.InRange(requests, 1, 20);
    }

    [Fact]
    public async Task A_server_that_never_takes_a_batch_is_given_up()
    {
        await using var server = await ScriptedServer.StartAsync(
            (context, _) =>
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            }
        );

        var tally = await SendAsync(server.Url, seconds: 5);

        Assert.False(tally.IsComplete);
        Assert.Equal(0, tally.Accepted);
        Assert.True(tally.GivenUp > 0);
    }

    [Fact]
    public void A_delay_is_never_shorter_than_the_server_asked_and_never_longer_than_the_longest()
    {
        for (var seed = 0UL; seed < 500; seed++)
        {
            var delays = new RetryDelays(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), new SeededRandom(seed));
            for (var failures = 1; failures < 40; failures++)
            {
                var delay = delays.After(failures, asked: null);
                Assert.True(delay >= TimeSpan.Zero && delay <= TimeSpan.FromSeconds(30), $"Seed {seed}: {delay}.");
                Assert.True(failures > 1 || delay <= TimeSpan.FromSeconds(1), $"Seed {seed}: {delay} at first.");
                Assert.True(
                    delays.After(failures, TimeSpan.FromSeconds(7)) >= TimeSpan.FromSeconds(7),
                    $"Seed {seed}."
                );
            }
        }
    }

    private static async Task<SendTally> SendAsync(Uri server, double seconds)
    {
        var batches = SimulatedCalls.Of("clean", seed: 1, seconds);
        using var intake = new IntakeClient(server, "secret", TimeProvider.System);
        var sender = new BatchSender(
            intake,
            new RetryDelays(s_short, s_short, new SeededRandom(1)),
            TimeProvider.System
        );
        return await sender.SendAllAsync(batches.ToAsyncEnumerable(), 4, TestContext.Current.CancellationToken);
    }

    private static async Task<Batch> ReadAsync(HttpRequest request)
    {
        Assert.Equal("gzip", request.Headers.ContentEncoding.ToString());
        await using var gzip = new GZipStream(request.Body, CompressionMode.Decompress);
        using var body = new MemoryStream();
        await gzip.CopyToAsync(body);
        Assert.True(new BatchReader().TryRead(body.ToArray(), out var batch, out var problem), $"{problem}");
        return batch;
    }
}
