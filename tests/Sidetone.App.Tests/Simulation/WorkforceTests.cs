using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Tests.Simulation;

public sealed class WorkforceTests
{
    private static readonly WorkforceSettings s_settings = new()
    {
        Agents = 5,
        Calls = 30,
        Seed = 42,
        Start = SimulatedCalls.Start,
        Connected = TimeSpan.FromSeconds(33),
    };

    [Fact]
    public void The_same_seed_gives_the_same_day()
    {
        Assert.Equal(
            Texts(Workforce.Play(Workforce.Plan(s_settings))),
            Texts(Workforce.Play(Workforce.Plan(s_settings)))
        );
    }

    [Fact]
    public void Batches_come_in_the_order_they_are_sent()
    {
        var times = Workforce.Play(Workforce.Plan(s_settings)).Select(timed => timed.At).ToArray();

        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void Every_call_is_one_contact_with_one_session_and_an_agent_has_one_call_at_a_time()
    {
        var batches = Workforce.Play(Workforce.Plan(s_settings)).Select(timed => timed.Batch).ToArray();
        var calls = batches.GroupBy(batch => batch.ContactId).ToArray();

        Assert.Equal(30, calls.Length);
        Assert.Equal(5, batches.Select(batch => batch.Agent).Distinct().Count());
        Assert.All(calls, call => Assert.Single(call.Select(batch => (batch.Session, batch.Agent)).Distinct()));
        foreach (var agent in calls.GroupBy(call => call.First().Agent))
        {
            var spans = agent.Select(Span).OrderBy(span => span.From).ToArray();
            Assert.All(spans.Zip(spans.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        }
    }

    [Fact]
    public void Disorder_loses_repeats_and_delays_as_often_as_asked()
    {
        var sent = Enumerable.Range(0, 20_000).Select(i => Timed(i)).ToArray();
        var arrived = BatchDisorder
            .Apply(sent, new DisorderSettings(Lost: 0.02, Repeated: 0.05, Late: 0.1), new SeededRandom(1))
            .Select(timed => timed.Batch.Sequence)
            .ToArray();

        var counts = arrived.CountBy(sequence => sequence).ToDictionary();
        Assert.InRange(20_000 - counts.Count, 320, 480);
        Assert.InRange(counts.Count(pair => pair.Value == 2), 700, 1_000);
        Assert.DoesNotContain(counts, pair => pair.Value > 2);
        Assert.InRange(arrived.Zip(arrived.Skip(1)).Count(pair => pair.Second < pair.First), 1_000, 4_000);
    }

    private static TimedBatch Timed(int sequence) =>
        new(
            SimulatedCalls.Start.AddSeconds(sequence),
            new Batch
            {
                ContactId = "contact",
                Agent = "ada",
                Session = "session",
                Sequence = sequence,
            }
        );

    private static IEnumerable<string> Texts(IEnumerable<TimedBatch> batches) =>
        batches.Select(timed => SimulatedCalls.Text(timed.Batch));

    private static (long From, long To) Span(IEnumerable<Batch> call)
    {
        var happenings = call.SelectMany(batch => batch.Happenings).ToArray();
        return (
            happenings.Single(happening => happening.Type == HappeningType.Connecting).At,
            happenings.Single(happening => happening.Type == HappeningType.Ended).At
        );
    }
}
