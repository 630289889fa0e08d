using Microsoft.Extensions.Time.Testing;
using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Tests.Simulation;

public sealed class PacingTests
{
    [Theory]
    [InlineData("realtime", 1)]
    [InlineData("max", double.PositiveInfinity)]
    [InlineData("20x", 20)]
    [InlineData("0.5x", 0.5)]
    public void A_speed_is_a_word_or_a_factor(string text, double factor)
    {
        Assert.True(Speed.TryParse(text, out var speed));
        Assert.Equal(factor, speed.Factor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("20")]
    [InlineData("-1x")]
    [InlineData("0x")]
    [InlineData("NaNx")]
    public void Anything_else_is_no_speed(string text) => Assert.False(Speed.TryParse(text, out _));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, -54)]
    [InlineData(double.PositiveInfinity, -60)]
    public void A_run_begins_so_that_it_ends_in_the_present(double factor, double seconds)
    {
        var now = SimulatedCalls.Start;

        var start = new Speed { Factor = factor }.StartFor(TimeSpan.FromSeconds(60), now);

        Assert.Equal(now.AddSeconds(seconds), start);
    }

    [Fact]
    public async Task Batches_are_given_out_when_they_are_due()
    {
        var time = new FakeTimeProvider();
        var batches = Enumerable
            .Range(0, 3)
            .Select(i => new TimedBatch(SimulatedCalls.Start.AddSeconds(20 * i), Numbered(i)));
        await using var paced = Pacing
            .ApplyAsync(batches, new Speed { Factor = 2 }, time, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await paced.MoveNextAsync());
        var second = paced.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(await second);
        Assert.Equal(1, paced.Current.Sequence);
    }

    private static Batch Numbered(int sequence) =>
        new()
        {
            ContactId = "contact",
            Agent = "ada",
            Session = "session",
            Sequence = sequence,
        };
}
