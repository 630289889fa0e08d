using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Schedules;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Schedules;

public sealed class ScheduleClockTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_rate_fires_once_for_each_period_whatever_number_of_nodes_look(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        await PutAsync(rig, "tick", "rate(1 minute)");
        await rig.PutRuleAsync("""{"source":[{"prefix":""}]}""", [EngineRig.File("all.jsonl")], "everything");
        var clocks = new[] { rig.Services, rig.AddNode("two") }
            .Select(node => node.GetRequiredService<ScheduleClock>())
            .ToArray();
        Assert.Equal(0, await clocks[0].FireAsync(Stop));
        for (var second = 0; second < 180; second += 20)
        {
            await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(20));
            await Task.WhenAll(clocks.Select(clock => clock.FireAsync(Stop)));
        }

        await rig.WorkAsync();
        var events = rig.Lines("tick.jsonl").Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(
            ["2026-01-02T03:05:05Z", "2026-01-02T03:06:05Z", "2026-01-02T03:07:05Z"],
            events.Select(one => one.GetProperty("time").GetString())
        );
        var first = rig.Lines("tick.jsonl")[0];
        Assert.EndsWith(
            "\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"account\":\"111122223333\","
                + "\"time\":\"2026-01-02T03:05:05Z\",\"region\":\"eu-west-1\","
                + "\"resources\":[\"arn:aws:events:eu-west-1:111122223333:rule/tick\"],\"detail\":{}}",
            first,
            StringComparison.Ordinal
        );
        Assert.Empty(rig.Lines("all.jsonl"));
    }

    [Fact]
    public async Task A_cron_rule_fires_at_its_time_also_when_the_look_is_late_but_not_after_a_minute()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await PutAsync(rig, "tick", "cron(10 3 * * ? *)");
        var clock = rig.Services.GetRequiredService<ScheduleClock>();

        await rig.Bus.Store.AdvanceAsync(new TimeSpan(0, 6, 30)); // 03:10:35
        Assert.Equal(1, await clock.FireAsync(Stop));
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1)); // 03:11:35
        Assert.Equal(0, await clock.FireAsync(Stop));
    }

    [Fact]
    public async Task A_rule_that_is_disabled_does_not_fire()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await PutAsync(rig, "tick", "rate(1 minute)", "DISABLED");
        var clock = rig.Services.GetRequiredService<ScheduleClock>();
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await clock.FireAsync(Stop));
        await PutAsync(rig, "tick", "rate(1 minute)");
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await clock.FireAsync(Stop));
    }

    [Fact]
    public async Task A_schedule_is_not_fired_again_after_a_restart()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await PutAsync(rig, "tick", "rate(1 minute)");
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(65));
        Assert.Equal(1, await rig.Services.GetRequiredService<ScheduleClock>().FireAsync(Stop));
        Assert.Equal(0, await rig.AddNode("one").GetRequiredService<ScheduleClock>().FireAsync(Stop));
    }

    private static async Task PutAsync(EngineRig rig, string name, string schedule, string state = "ENABLED")
    {
        var existing = await rig.Bus.Resources.FindAsync<RuleRecord>(rig.Group, "default", name, Stop);
        await rig.Bus.PutAsync(
            new RuleRecord
            {
                Bus = "default",
                Name = name,
                ScheduleExpression = schedule,
                State = state,
                CreatedAt = existing?.CreatedAt ?? rig.Bus.Store.Time.GetUtcNow(),
            }
        );
        await rig.Bus.PutAsync(EngineRig.File($"{name}.jsonl") with { Rule = name });
    }
}
