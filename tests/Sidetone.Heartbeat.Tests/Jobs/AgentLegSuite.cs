using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Scores;
using Sidetone.Heartbeat.Tests.Rigs;
using Sidetone.Storage.Tests;

namespace Sidetone.Heartbeat.Tests.Jobs;

/// <summary>Jobs that wait for what a person's browser observed, alike on both stores.</summary>
public abstract class AgentLegSuite : IAsyncLifetime
{
    private static readonly AgentLegRecord s_poor = new()
    {
        LossPercent = 12,
        JitterMs = 30,
        RoundTripMs = 200,
    };

    private HeartbeatRig? _rig;

    private HeartbeatRig Rig => _rig!;

    private HeartbeatNode Node => Rig.First;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await HeartbeatRig.OpenAsync(NewStore());

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract TestStore NewStore();

    [Fact]
    public async Task A_job_that_a_person_answered_ends_with_the_agents_leg_and_tells_it_once()
    {
        var job = await AwaitingAsync();
        Assert.Equal((JobStatus.Completed, ""), (job.Status, job.ReceiverCallId));
        Assert.Empty(await Rig.EventsAsync());
        Assert.Equal(job.Id, Assert.Single(await Node.Waits.ListAsync(Stop)).Id);

        var other = Rig.AnotherNode();
        var ended = await Task.WhenAll(
            Node.Waits.EndAsync(job.Id, "contact-1", s_poor, Stop),
            other.Waits.EndAsync(job.Id, "contact-1", s_poor, Stop)
        );
        Assert.Single(ended, each => each is not null);

        var kept = Assert.Single(await Rig.AllJobsAsync());
        Assert.Equal((JobState.Ended, "contact-1"), (kept.State, kept.ReceiverCallId));
        Assert.Equal(s_poor, kept.Record!.AgentLeg);
        Assert.Equal(JobScores.OfAgentLeg(s_poor), kept.Scores.Ax);
        // The agent's leg is evidence like any other.
        Assert.Equal(JobStatus.VeryPoor, kept.Status);
        var told = Assert.Single(await Rig.EventsAsync()).GetProperty("heartbeats")[0];
        Assert.Equal("contact-1", told.GetProperty("receiverCallId").GetString());
        Assert.Equal(kept.Scores.Ax.Measured, told.GetProperty("axScore").GetDouble());
        Assert.Single(Node.Placer.Placed);
    }

    [Fact]
    public async Task When_the_wait_is_over_the_job_ends_without()
    {
        var job = await AwaitingAsync();
        await Rig.AdvanceAsync(TimeSpan.FromSeconds(119));
        Assert.Null(await Node.Waits.EndOverdueAsync(Stop));
        await Rig.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(job.Id, (await Node.Waits.EndOverdueAsync(Stop))?.Id);
        Assert.Null(await Node.Waits.EndOverdueAsync(Stop));
        Assert.Null(await Node.Waits.EndAsync(job.Id, "late", s_poor, Stop));

        var kept = Assert.Single(await Rig.AllJobsAsync());
        Assert.Equal((JobState.Ended, JobStatus.Completed, ""), (kept.State, kept.Status, kept.ReceiverCallId));
        Assert.Null(kept.Scores.Ax.Measured);
        Assert.Equal("dialler-leg", kept.DiallerCallId);
        Assert.Single(await Rig.EventsAsync());
    }

    [Fact]
    public async Task A_server_that_dies_in_the_wait_loses_nothing_and_nobody_dials_again()
    {
        var job = await AwaitingAsync();
        await JobClaims.ReleaseAllAsync(Rig.Database, Stop);
        var next = Rig.AnotherNode();
        Assert.Null(await next.Claims.EndAbandonedAsync(Stop));
        await next.RunDueAsync();
        Assert.Equal(0, await Rig.Jobs.PurgeAsync(HeartbeatRig.Group, Rig.Now.AddDays(1), Stop));
        Assert.Empty(next.Placer.Placed);
        Assert.Equal(JobState.Awaiting, Assert.Single(await Rig.AllJobsAsync()).State);

        Assert.NotNull(await next.Waits.EndAsync(job.Id, "contact-1", leg: null, Stop));
        Assert.Single(await Rig.EventsAsync());
        Assert.Null(Assert.Single(await Rig.AllJobsAsync()).Scores.Ax.Measured);
    }

    [Fact]
    public async Task A_job_that_waits_is_not_over()
    {
        var job = await AwaitingAsync();
        await Assert.ThrowsAsync<JobOpenException>(() =>
            Node.Planner.RunAsync(HeartbeatRig.Group, job.Heartbeat, Stop)
        );
    }

    [Fact]
    public async Task Only_an_answer_of_a_person_is_waited_for()
    {
        await Rig.AddWorkflowAsync("""{"statuses":["Completed"]}""");
        Node.Placer.Answer = static (_, _) => Task.FromResult(new CallRecord { SipStatus = 486 });
        Assert.Equal(JobStatus.Busy, (await RunAsync()).Status);
        Node.Placer.Answer = static (_, _) =>
            Task.FromResult(Answered with { Trouble = CallTrouble.Cancelled, SignalCompleted = false });
        Assert.Equal(JobState.Ended, (await RunAsync("second")).State);
    }

    private static CallRecord Answered => ScriptedPlacer.Good with { ReceiverCallId = "", ToAgent = new() };

    private async Task<HeartbeatJob> AwaitingAsync()
    {
        await Rig.AddDestinationAsync();
        await Rig.AddWorkflowAsync("""{"statuses":["Completed","Very Poor Call Quality"]}""");
        Node.Placer.Answer = static (_, _) => Task.FromResult(Answered);
        var job = await RunAsync();
        Assert.Equal(JobState.Awaiting, job.State);
        return job;
    }

    private async Task<HeartbeatJob> RunAsync(string name = "desk")
    {
        var heartbeat = await Rig.Heartbeats.AddAsync(
            HeartbeatRig.Group,
            DefinitionJson.Parse(
                $$"""
                {"name":"{{name}}","to":"sip:door@pbx.example","receiver":{"kind":"human","agentId":"andy"},
                 "workflows":["alarm"]}
                """
            ),
            Stop
        );
        var id = await Node.Planner.RunAsync(HeartbeatRig.Group, heartbeat.Id, Stop);
        await Node.RunAsync(Assert.IsType<ClaimedJob>(await Node.ClaimAsync()), Stop);
        return (await Rig.Jobs.FindAsync(HeartbeatRig.Group, id, Stop))!;
    }
}

public sealed class SqliteAgentLegTests : AgentLegSuite
{
    protected override TestStore NewStore() => new SqliteTestStore();
}

public sealed class PostgresAgentLegTests : AgentLegSuite
{
    protected override TestStore NewStore() => new PostgresTestStore();
}
