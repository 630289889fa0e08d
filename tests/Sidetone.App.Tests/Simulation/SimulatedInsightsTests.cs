using Sidetone.Calls;
using Sidetone.Simulation;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Tests.Simulation;

/// <summary>What was made to go wrong is what is found, and nothing else.</summary>
public sealed class SimulatedInsightsTests
{
    private const ulong Seeds = 12;

    [Theory]
    [InlineData("clean")]
    [InlineData("wifi")]
    [InlineData("silence-suppressed")]
    public void Where_nothing_goes_wrong_nothing_is_found(string kind)
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            Assert.True(Tags(kind, seed) is [], $"Seed {seed}: {string.Join(", ", Tags(kind, seed))}.");
        }
    }

    [Theory]
    [InlineData("hold-and-mute", "Long Mute", "Long Hold")]
    [InlineData("lossy", "Very High Packet Loss")]
    [InlineData("far", "High RTT", "VPN In Use")]
    [InlineData("busy-machine", "Very High CPU")]
    [InlineData("device-change", "Device Changed Mid-Call", "Built-in Microphone")]
    [InlineData("short", "Short Call")]
    public void What_goes_wrong_is_found_and_nothing_else(string kind, params string[] expected)
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var tags = Tags(kind, seed);
            Assert.True(
                expected.Order().SequenceEqual(tags.Order()),
                $"Seed {seed}: expected {string.Join(", ", expected)}; found {string.Join(", ", tags)}."
            );
        }
    }

    [Theory]
    [InlineData("bad-wifi", "Very High Packet Loss")]
    [InlineData("one-way", "One-Way Audio")]
    [InlineData("reconnect", "ICE Disconnected")]
    public void The_main_fault_is_always_found(string kind, string expected)
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            var tags = Tags(kind, seed);
            Assert.True(
                tags.Any(tag => tag.Contains(expected, StringComparison.Ordinal)),
                $"Seed {seed}: {string.Join(", ", tags)}."
            );
        }
    }

    private static IReadOnlyList<string> Tags(string kind, ulong seed)
    {
        var profile = CallProfiles.Find(kind)!;
        var seconds = profile.Connected.DrawMs(new SeededRandom(seed)) / 1000.0;
        var batches = SimulatedCalls.Of(kind, seed, seconds);
        var sessions = SessionAssembler.Assemble(batches.Select(batch => (batch, batch.Sequence)));
        var call = new CallIdentity(Guid.Empty, "Group", batches[0].ContactId, batches[0].Agent);
        var summarized = CallSummarizer.Summarize(call, sessions, new CallSettings());
        return [.. summarized.InsightsSummary?.Insights?.Tags?.Select(tag => tag.Description ?? "") ?? []];
    }
}
