using System.Text.Json;
using Sidetone.Delivery.Webhooks;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Reading;
using Sidetone.Heartbeat.Scores;
using Sidetone.Heartbeat.Tests.Rigs;
using Sidetone.Heartbeat.Workflows;
using Sidetone.Storage;
using Sidetone.Storage.Tests;

namespace Sidetone.Heartbeat.Tests.Jobs;

/// <summary>What holds for heartbeats and their jobs, alike on both stores.</summary>
public abstract class JobSuite : IAsyncLifetime
{
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
    public async Task A_slot_is_dialled_once_and_its_job_is_kept()
    {
        var heartbeat = await Rig.AddAsync();
        await Node.RunDueAsync();
        Assert.Empty(await Rig.AllJobsAsync());

        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        await Node.RunDueAsync();
        var job = Assert.Single(await Rig.AllJobsAsync());
        Assert.Equal(JobState.Ended, job.State);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(heartbeat.Id, job.Heartbeat);
        Assert.Equal(heartbeat.Next, job.Slot);
        Assert.Equal("dialler-leg", job.DiallerCallId);
        Assert.Equal(ScriptedPlacer.Good, job.Record);
        Assert.Equal(10, job.Scores.Network.Measured);
        var age = job.CreatedAt - DateTimeOffset.UnixEpoch;
        Assert.InRange(job.Id.Value, age.Ticks * 100, (age.Ticks * 100) + 1_000_000);
        Assert.Equal("sip:door@pbx.example", Assert.Single(Node.Placer.Placed).To.Text);
    }

    [Fact]
    public async Task Two_nodes_dial_each_slot_of_many_heartbeats_once()
    {
        const int Count = 30;
        for (var i = 0; i < Count; i++)
        {
            await Rig.AddAsync(name: $"door {i}");
        }

        var other = Rig.AnotherNode();
        for (var slot = 0; slot < 2; slot++)
        {
            await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
            await Task.WhenAll(Node.RunDueAsync(), other.RunDueAsync(), Node.RunDueAsync(), other.RunDueAsync());
        }

        var jobs = await Rig.AllJobsAsync();
        // What one node planned while the other looked away is claimed by whoever looks next.
        await Node.RunDueAsync();
        Assert.Equal(2 * Count, jobs.Count);
        Assert.Equal(2 * Count, jobs.Select(job => (job.Heartbeat, job.Slot)).Distinct().Count());
        Assert.Equal(
            2 * Count,
            Node.Placer.Placed.Concat(other.Placer.Placed).Select(plan => plan.CallName).Distinct().Count()
        );
        Assert.All(await Rig.AllJobsAsync(), job => Assert.Equal(JobStatus.Completed, job.Status));
    }

    [Fact]
    public async Task Slots_of_a_downtime_are_reported_as_missed_and_one_call_is_placed()
    {
        await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromHours(3));
        await Node.RunDueAsync();
        var jobs = await Rig.AllJobsAsync();
        var missed = jobs.Single(job => job.State == JobState.Missed);
        Assert.Equal(JobStatus.Missed, missed.Status);
        Assert.Equal(18, jobs.Sum(job => job.Slots));
        Assert.Single(Node.Placer.Placed);
    }

    [Fact]
    public async Task A_clock_set_back_repeats_no_slot_not_even_after_a_new_schedule()
    {
        var heartbeat = await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        var first = Assert.Single(await Rig.AllJobsAsync());

        // What a clock set back and a changed schedule do together: the cursor stands before a slot that was dialled.
        await Rig.Database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    "UPDATE heartbeat SET cursor_at = @slot, due_at = @slot",
                    new { slot = first.Slot!.Value.ToUnixTimeMilliseconds() },
                    stop
                ),
            Stop
        );
        await Node.RunDueAsync();
        Assert.Equal(first.Id, Assert.Single(await Rig.AllJobsAsync()).Id);
        Assert.Single(Node.Placer.Placed);

        var changed = DefinitionJson.Parse(
            DefinitionJson.ToJson(heartbeat.Definition).ToJsonString().Replace("600", "1200", StringComparison.Ordinal)
        );
        var replaced = await Rig.Heartbeats.ReplaceAsync(HeartbeatRig.Group, heartbeat.Id, changed, Stop);
        Assert.True(replaced!.Next > Rig.Now);
        Assert.Equal(2, replaced.Revision);
    }

    [Fact]
    public async Task Another_change_than_the_schedule_leaves_its_place_as_it_is()
    {
        var heartbeat = await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(7));
        var changed = heartbeat.Definition with { Signal = TimeSpan.FromSeconds(5) };
        var replaced = await Rig.Heartbeats.ReplaceAsync(HeartbeatRig.Group, heartbeat.Id, changed, Stop);
        Assert.Equal(heartbeat.Next, replaced!.Next);
        await Node.RunDueAsync();
        Assert.Equal(TimeSpan.FromSeconds(5), Assert.Single(Node.Placer.Placed).Signal);

        await Rig.Heartbeats.ReplaceAsync(HeartbeatRig.Group, heartbeat.Id, changed with { Enabled = false }, Stop);
        await Rig.AdvanceAsync(TimeSpan.FromHours(1));
        await Node.RunDueAsync();
        Assert.Single(await Rig.AllJobsAsync());
    }

    [Fact]
    public async Task A_slot_that_comes_while_the_job_before_runs_is_missed()
    {
        await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.PlanAsync();
        var claimed = await Node.ClaimAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.PlanAsync();
        Assert.Null(await Node.ClaimAsync());
        var second = (await Rig.AllJobsAsync())[1];
        Assert.Equal(JobState.Missed, second.State);
        Assert.Equal("The job before was not over.", second.Reason);
        Assert.True(await Node.Claims.RenewAsync(claimed!, HeartbeatRig.Lease, Stop));
    }

    [Fact]
    public async Task A_job_that_nobody_had_room_for_is_missed_and_never_dialled_late()
    {
        await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.PlanAsync();
        await Rig.AdvanceAsync(HeartbeatRig.Grace + TimeSpan.FromSeconds(1));
        Assert.Null(await Node.ClaimAsync());
        Assert.Equal(JobState.Missed, Assert.Single(await Rig.AllJobsAsync()).State);
    }

    [Fact]
    public async Task A_job_whose_node_died_ends_as_failed_when_its_lease_is_over_and_fires_once()
    {
        await Rig.AddDestinationAsync();
        await Rig.AddWorkflowAsync("""{"statuses":["Failed"]}""");
        await Rig.AddAsync("\"schedule\":{\"everySeconds\":600},\"workflows\":[\"alarm\"]");
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.PlanAsync();
        var claimed = await Node.ClaimAsync();
        var other = Rig.AnotherNode();
        await Rig.AdvanceAsync(HeartbeatRig.Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await other.Claims.EndAbandonedAsync(Stop));
        Assert.True(await Node.Claims.RenewAsync(claimed!, HeartbeatRig.Lease, Stop));
        await Rig.AdvanceAsync(HeartbeatRig.Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await other.Claims.EndAbandonedAsync(Stop));

        await Rig.AdvanceAsync(TimeSpan.FromSeconds(2));
        var ended = await Task.WhenAll(other.Claims.EndAbandonedAsync(Stop), Node.Claims.EndAbandonedAsync(Stop));
        var job = Assert.Single(ended.OfType<HeartbeatJob>());
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Contains("stopped", job.Reason, StringComparison.Ordinal);
        Assert.Single(await Rig.EventsAsync());

        // The node was only slow: what it says now does not count, and fires nothing.
        Assert.False(await Node.Claims.RenewAsync(claimed!, HeartbeatRig.Lease, Stop));
        Assert.Null(await Node.Claims.EndAsync(claimed!, JobOutcome.Failed("late"), null, Stop));
        Assert.Single(await Rig.EventsAsync());
        Assert.Equal(job.Reason, Assert.Single(await Rig.AllJobsAsync()).Reason);
    }

    [Fact]
    public async Task A_store_that_nobody_else_has_open_frees_dead_jobs_when_it_opens()
    {
        await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.PlanAsync();
        Assert.NotNull(await Node.ClaimAsync());
        Assert.Equal(1, await JobClaims.ReleaseAllAsync(Rig.Database, Stop));
        Assert.Equal(JobStatus.Failed, (await Node.Claims.EndAbandonedAsync(Stop))?.Status);
    }

    [Fact]
    public async Task A_target_that_is_not_allowed_is_a_failed_job_and_never_a_call()
    {
        await Rig.Rules.PutAsync(HeartbeatRig.Group, DialRuleSet.None, Stop);
        await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        var job = Assert.Single(await Rig.AllJobsAsync());
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Contains("sip:door@pbx.example is not on", job.Reason, StringComparison.Ordinal);
        Assert.Null(job.DialledAt);
        Assert.Null(job.Scores.Lowest);
        Assert.Empty(Node.Placer.Placed);
    }

    [Fact]
    public async Task The_calls_of_an_hour_are_counted_over_all_nodes()
    {
        await Rig.Rules.PutAsync(
            HeartbeatRig.Group,
            DialRuleSet.Parse("""{"patterns":["sip:door@pbx.example"],"perHour":3}"""),
            Stop
        );
        for (var i = 0; i < 8; i++)
        {
            await Rig.AddAsync(name: $"door {i}");
        }

        var other = Rig.AnotherNode();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Task.WhenAll(Node.RunDueAsync(), other.RunDueAsync());
        await Node.RunDueAsync();
        Assert.Equal(3, Node.Placer.Placed.Count + other.Placer.Placed.Count);
        var jobs = await Rig.AllJobsAsync();
        Assert.Equal(5, jobs.Count(job => job.Reason == "The group has placed its 3 calls of an hour."));

        await Rig.AdvanceAsync(TimeSpan.FromMinutes(60));
        await Node.RunDueAsync();
        Assert.Equal(6, Node.Placer.Placed.Count + other.Placer.Placed.Count);
    }

    [Fact]
    public async Task A_request_is_run_and_a_second_one_waits_for_its_end()
    {
        var heartbeat = await Rig.AddAsync("\"enabled\":false");
        var id = await Node.Planner.RunAsync(HeartbeatRig.Group, heartbeat.Id, Stop);
        await Assert.ThrowsAsync<JobOpenException>(() => Node.Planner.RunAsync(HeartbeatRig.Group, heartbeat.Id, Stop));
        await Node.RunDueAsync();
        var job = await Rig.Jobs.FindAsync(HeartbeatRig.Group, id, Stop);
        Assert.Equal(JobStatus.Completed, job?.Status);
        Assert.Null(job?.Slot);
        Assert.Null(await Rig.Jobs.FindAsync(Guid.Empty, id, Stop));
        await Node.Planner.RunAsync(HeartbeatRig.Group, heartbeat.Id, Stop);
        await Assert.ThrowsAsync<DefinitionException>(() => Node.Planner.RunAsync(Guid.Empty, heartbeat.Id, Stop));
    }

    [Fact]
    public async Task A_stop_hangs_up_and_the_job_has_failed()
    {
        await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.PlanAsync();
        Node.Placer.Answer = ScriptedPlacer.UntilHungUpAsync;
        var claimed = await Node.ClaimAsync();
        using var stopping = new CancellationTokenSource();
        var running = Node.RunAsync(claimed!, stopping.Token);
        await stopping.CancelAsync();
        await running;
        Assert.Equal(JobStatus.Failed, Assert.Single(await Rig.AllJobsAsync()).Status);
    }

    [Fact]
    public async Task A_mistake_of_the_placer_ends_the_job_and_no_other()
    {
        await Rig.AddAsync(name: "one");
        await Rig.AddAsync(name: "two");
        Node.Placer.Answer = (_, _) =>
            Node.Placer.Placed.Count == 1
                ? throw new InvalidOperationException("BUG")
                : Task.FromResult(ScriptedPlacer.Good);
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        var jobs = await Rig.AllJobsAsync();
        Assert.Equal([JobStatus.Completed, JobStatus.Failed], jobs.Select(job => job.Status).Order());
    }

    [Fact]
    public async Task The_event_of_a_rejected_call_is_the_published_one_but_for_its_values()
    {
        await Rig.AddDestinationAsync();
        await Rig.AddWorkflowAsync("""{"statuses":["Call Not Accepted by Agent"]}""");
        var heartbeat = await Rig.AddAsync("\"schedule\":{\"everySeconds\":600},\"workflows\":[\"alarm\"]");
        Node.Placer.Answer = static (_, _) =>
            Task.FromResult(
                new CallRecord
                {
                    SipStatus = 603,
                    ReceiverRejected = true,
                    DiallerCallId = "CA1",
                    ReceiverCallId = "R1",
                }
            );
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();

        var sent = Assert.Single(await Rig.EventsAsync());
        var one = Assert.Single(sent.GetProperty("heartbeats").EnumerateArray());
        var published = await File.ReadAllTextAsync(
            Path.Combine(Sidetone.Tests.SharedCases.Folder("catalog"), "heartbeat-workflow.json"),
            Stop
        );
        var expected = Assert.Single(JsonDocument.Parse(published).RootElement.EnumerateArray());
        Assert.Equal(
            expected.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)),
            one.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind))
        );
        Assert.Equal(10, one.GetProperty("axScore").GetInt32());
        Assert.Equal(10, one.GetProperty("cxScore").GetInt32());
        Assert.Equal(10, one.GetProperty("networkScore").GetInt32());
        Assert.Equal("Call Not Accepted by Agent", one.GetProperty("status").GetString());
        Assert.Equal("kanchan", one.GetProperty("agentId").GetString());
        Assert.Equal(heartbeat.Id.ToString(), one.GetProperty("heartbeatId").GetString());
        var job = Assert.Single(await Rig.AllJobsAsync());
        Assert.Equal(JobScores.None, job.Scores);
        Assert.Equal(job.Id.ToString(), one.GetProperty("jobId").GetString());
    }

    [Fact]
    public async Task N_in_a_row_is_seen_over_the_stored_jobs_and_missed_slots_do_not_count()
    {
        await Rig.AddDestinationAsync();
        await Rig.AddWorkflowAsync("""{"statuses":["Busy"],"inARow":3}""");
        await Rig.AddWorkflowAsync("""{"statuses":["Busy"],"inARow":3,"onRecovery":true}""", name: "calm");
        await Rig.AddAsync("\"schedule\":{\"everySeconds\":600},\"workflows\":[\"alarm\",\"calm\"]");
        foreach (var step in "bb-bbgbbg")
        {
            await Rig.AdvanceAsync(TimeSpan.FromMinutes(step == '-' ? 20 : 10));
            Node.Placer.Answer = (_, _) =>
                Task.FromResult(step == 'g' ? ScriptedPlacer.Good : new CallRecord { SipStatus = 486 });
            await Rig.AnotherNode().PlanAsync();
            await Node.RunDueAsync();
        }

        var ended = (await Rig.AllJobsAsync()).Where(job => job.State == JobState.Ended).ToArray();
        Assert.Contains(await Rig.AllJobsAsync(), job => job.State == JobState.Missed);
        var fired = (await Rig.EventsAsync())
            .Select(sent => sent.GetProperty("heartbeats")[0].GetProperty("jobId").GetString())
            .ToArray();
        // Busy, busy, busy: the alarm; the good one after five: the recovery. Two busy ones are no row.
        Assert.Equal([ended[2].Id.ToString(), ended[5].Id.ToString()], fired.Order());
    }

    [Fact]
    public async Task A_workflows_webhook_gets_its_event_and_no_other()
    {
        var file = await Rig.AddDestinationAsync();
        var settings = new WebhookSettings { Url = "https://hooks.example/x" };
        var workflow = await Rig.Workflows.PutAsync(
            Rig.Place("hook"),
            Workflow.Parse("""{"name":"hook","trigger":{"statuses":["Completed"]},"event":false}""", Guid.NewGuid()),
            settings,
            new WebhookSecrets(),
            Stop
        );
        await Rig.AddWorkflowAsync("""{"statuses":["Completed"]}""");
        await Rig.AddAsync("\"schedule\":{\"everySeconds\":600},\"workflows\":[\"alarm\",\"hook\"]");
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        string[] both = [workflow.Webhook!.Value.ToString(), file.Id.ToString()];
        Assert.Equal(both.Order(), (await DeliveriesAsync()).Order());
        var stored = await Rig.Destinations.FindAsync(workflow.Webhook.Value, Stop);
        Assert.Contains(WorkflowStore.BareArray, stored!.Settings, StringComparison.Ordinal);

        var replaced = await Rig.Workflows.PutAsync(
            Rig.Place("hook"),
            workflow with
            {
                Id = Guid.NewGuid(),
            },
            null,
            new(),
            Stop
        );
        Assert.Equal(workflow.Id, replaced.Id);
        Assert.Null(await Rig.Destinations.FindAsync(workflow.Webhook.Value, Stop));
        Assert.True(await Rig.Workflows.RemoveAsync(HeartbeatRig.Group, "hook", Stop));
        Assert.False(await Rig.Workflows.RemoveAsync(HeartbeatRig.Group, "hook", Stop));
    }

    [Fact]
    public async Task A_password_is_unreadable_in_the_store_and_reaches_the_placer()
    {
        var account = SipAccount.Parse(
            """{"name":"carrier","server":"pbx.example:5062","user":"100","password":"open sesame"}"""
        );
        await Rig.Accounts.PutAsync(HeartbeatRig.Group, account, Stop);
        await Rig.Accounts.PutAsync(HeartbeatRig.Group, account with { Password = null, User = "101" }, Stop);
        var boxes = await Rig.Database.QueryAsync<byte[]>("SELECT password FROM heartbeat_account", null, Stop);
        Assert.DoesNotContain("sesame", System.Text.Encoding.Latin1.GetString(boxes[0]), StringComparison.Ordinal);
        Assert.Null(Assert.Single(await Rig.Accounts.ListAsync(HeartbeatRig.Group, Stop)).Password);

        await Rig.AddAsync("\"schedule\":{\"everySeconds\":600},\"account\":\"carrier\"");
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        Assert.Equal(account with { User = "101" }, Assert.Single(Node.Placer.Placed).Dialler);

        await Rig.Accounts.RemoveAsync(HeartbeatRig.Group, "carrier", Stop);
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        Assert.Equal("There is no SIP account 'carrier'.", (await Rig.AllJobsAsync())[1].Reason);
    }

    [Fact]
    public async Task Names_are_one_of_their_kind_and_groups_do_not_see_each_other()
    {
        var door = await Rig.AddAsync();
        await Assert.ThrowsAsync<DefinitionException>(() => Rig.AddAsync());
        var gate = await Rig.AddAsync(name: "gate");
        await Assert.ThrowsAsync<DefinitionException>(() =>
            Rig.Heartbeats.ReplaceAsync(HeartbeatRig.Group, gate.Id, door.Definition, Stop)
        );
        Assert.Null(await Rig.Heartbeats.FindAsync(Guid.Empty, door.Id, Stop));
        Assert.Null(await Rig.Heartbeats.ReplaceAsync(Guid.Empty, door.Id, door.Definition, Stop));
        Assert.False(await Rig.Heartbeats.RemoveAsync(Guid.Empty, door.Id, Stop));
        Assert.True(await Rig.Heartbeats.RemoveAsync(HeartbeatRig.Group, door.Id, Stop));
        Assert.Equal("gate", Assert.Single(await Rig.Heartbeats.ListAsync(HeartbeatRig.Group, Stop)).Definition.Name);
    }

    [Fact]
    public async Task Old_jobs_are_forgotten_and_open_ones_never()
    {
        await Rig.AddAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.RunDueAsync();
        await Rig.AdvanceAsync(TimeSpan.FromMinutes(10));
        await Node.PlanAsync();
        Assert.Equal(0, await Rig.Jobs.PurgeAsync(HeartbeatRig.Group, Rig.Now.AddMinutes(-15), Stop));
        Assert.Equal(1, await Rig.Jobs.PurgeAsync(HeartbeatRig.Group, Rig.Now.AddDays(1), Stop));
        Assert.Equal(JobState.Queued, Assert.Single(await Rig.AllJobsAsync()).State);
    }

    private async Task<IReadOnlyList<string>> DeliveriesAsync() =>
        [
            .. (await Rig.Database.QueryAsync<byte[]>("SELECT destination_id FROM outbox_delivery", null, Stop)).Select(
                id => new Guid(id, bigEndian: true).ToString()
            ),
        ];
}

public sealed class SqliteJobTests : JobSuite
{
    protected override TestStore NewStore() => new SqliteTestStore();
}

public sealed class PostgresJobTests : JobSuite
{
    protected override TestStore NewStore() => new PostgresTestStore();
}
