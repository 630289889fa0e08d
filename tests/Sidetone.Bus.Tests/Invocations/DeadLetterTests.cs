using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Tests.Rigs;
using Sidetone.Tests.Sqs;

namespace Sidetone.Bus.Tests.Invocations;

public sealed class DeadLetterTests
{
    private const string All = """{"source":["org.example"]}""";
    private const string QueueArn = "arn:aws:sqs:eu-west-1:111122223333:dead";
    private const string RuleArn = "arn:aws:events:eu-west-1:111122223333:rule/rule";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task After_its_last_retry_an_event_arrives_as_a_dead_letter_that_says_why(Engine engine)
    {
        await using var sqs = await SqsServer.StartAsync();
        await using var receiver = await HttpReceiver.StartAsync();
        receiver.Answer = _ => 503;
        await using var rig = await EngineRig.OpenAsync(engine, ("Bus:Sqs:Endpoint", sqs.Url));
        var queue = sqs.Queue("111122223333", "dead");
        var target = await ApiDestinations.PutAsync(rig, $"{receiver.Url}/hook") with
        {
            RetryPolicy = new RetryPolicyRecord(3, null),
            DeadLetterConfig = new DeadLetterConfigRecord(QueueArn),
            InputPath = "$.detail",
        };
        await rig.PutRuleAsync(All, [target]);
        var ids = await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await rig.InvokeAsync();
            Assert.Equal(attempt, receiver.Calls.Count);
            await rig.Bus.Store.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await rig.InvokeAsync();
        var letter = Assert.Single(queue.Messages);
        Assert.Equal(4, receiver.Calls.Count);
        Assert.Equal("""{"n":1}""", receiver.Calls.First().Body);
        Assert.Equal(ids[0], JsonDocument.Parse(letter.Body).RootElement.GetProperty("id").GetString());
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["ERROR_CODE"] = "INTERNAL_ERROR",
                ["ERROR_MESSAGE"] = "Answered 503: no, because 503",
                ["EXHAUSTED_RETRY_CONDITION"] = "MaximumRetryAttempts",
                ["RETRY_ATTEMPTS"] = "3",
                ["RULE_ARN"] = RuleArn,
                ["TARGET_ARN"] = target.Arn,
            },
            new SortedDictionary<string, string>(letter.Attributes.ToDictionary())
        );
        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
    }

    [Fact]
    public async Task An_event_that_is_too_old_ends_its_retries()
    {
        await using var receiver = await HttpReceiver.StartAsync();
        receiver.Answer = _ => 503;
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        var target = await ApiDestinations.PutAsync(rig, $"{receiver.Url}/hook") with
        {
            RetryPolicy = new RetryPolicyRecord(null, 60),
            DeadLetterConfig = new DeadLetterConfigRecord(EngineRig.File("dead.jsonl").Arn),
        };
        await rig.PutRuleAsync(All, [target]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(61));
        await rig.InvokeAsync();
        await rig.InvokeAsync();

        Assert.Single(receiver.Calls);
        var letter = JsonDocument.Parse(Assert.Single(rig.Lines("dead.jsonl"))).RootElement;
        var attributes = letter.GetProperty("attributes");
        Assert.Equal("MaximumEventAgeInSeconds", attributes.GetProperty("EXHAUSTED_RETRY_CONDITION").GetString());
        Assert.Equal("0", attributes.GetProperty("RETRY_ATTEMPTS").GetString());
        Assert.Equal("Tried", letter.GetProperty("event").GetProperty("detail-type").GetString());
    }

    [Fact]
    public async Task What_can_never_work_goes_to_the_dead_letter_of_its_bus_at_once()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.Bus.PutAsync(
            EventBuses.Bus(EventBusRecord.DefaultName) with
            {
                DeadLetterArn = EngineRig.File("dead.jsonl").Arn,
            }
        );
        await rig.PutRuleAsync(All, [EngineRig.Target("arn:aws:lambda:eu-west-1:111122223333:function:f")]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        await rig.InvokeAsync();

        var attributes = JsonDocument
            .Parse(Assert.Single(rig.Lines("dead.jsonl")))
            .RootElement.GetProperty("attributes");
        Assert.Equal("NO_RESOURCE", attributes.GetProperty("ERROR_CODE").GetString());
        Assert.False(attributes.TryGetProperty("EXHAUSTED_RETRY_CONDITION", out _));
    }

    [Fact]
    public async Task A_transformer_whose_result_is_not_JSON_fails_its_invocation_with_the_reason()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.PutRuleAsync(All, [Broken]);
        await rig.PutEventsAsync("""{"payload":{"a":1}}""");
        await rig.WorkAsync();

        var failed = Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
        Assert.StartsWith("The input transformer's result is not JSON", failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("INVALID_PARAMETER", failed.ErrorCode);
    }

    [Fact]
    public async Task Where_inputs_are_not_strict_it_is_dropped_as_AWS_does()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite, ("Bus:Invocations:StrictInput", "false"));
        await rig.PutRuleAsync(All, [Broken]);
        await rig.PutEventsAsync("""{"payload":{"a":1}}""");
        await rig.WorkAsync();

        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
        Assert.Empty(rig.Lines());
    }

    [Fact]
    public async Task A_dead_letter_that_cannot_be_sent_is_kept_as_failed_with_both_reasons()
    {
        await using var sqs = await SqsServer.StartAsync();
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite, ("Bus:Sqs:Endpoint", sqs.Url));
        await rig.PutRuleAsync(
            All,
            [
                EngineRig.Target("arn:aws:lambda:eu-west-1:111122223333:function:f") with
                {
                    DeadLetterConfig = new DeadLetterConfigRecord("arn:aws:sqs:eu-west-1:111122223333:nowhere"),
                },
            ]
        );
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        await rig.InvokeAsync();

        var failed = Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
        Assert.Contains("only AWS can invoke", failed.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("The specified queue does not exist", failed.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_events_of_a_target_that_was_removed_fail_and_say_so()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.PutRuleAsync(All, [EngineRig.File()]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync();
        await rig.Bus.Resources.ChangeAsync(
            (transaction, stop) =>
                Sidetone.Bus.Resources.ResourceStore.RemoveAsync<TargetRecord>(
                    transaction,
                    rig.Group,
                    TargetRecord.ParentOf("default", "rule"),
                    "1",
                    stop
                ),
            Stop
        );
        await rig.InvokeAsync();

        var failed = Assert.Single(await rig.Failures.ListAsync(rig.Group, null, 10, Stop));
        Assert.Equal("Target 1 of rule rule was removed.", failed.ErrorMessage);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_answer_that_comes_after_its_lease_changes_nothing(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        await rig.PutRuleAsync(All, [EngineRig.File()]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync();
        var claims = rig.Services.GetRequiredService<InvocationClaims>();
        var ledger = rig.Services.GetRequiredService<InvocationLedger>();
        var lane = Assert.Single(await claims.DueAsync(Stop));
        var slow = await claims.ClaimAsync(lane, "slow", 10, TimeSpan.FromSeconds(60), Stop);
        Assert.Empty(await claims.ClaimAsync(lane, "next", 10, TimeSpan.FromSeconds(60), Stop));
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(61));
        var next = await claims.ClaimAsync(lane, "next", 10, TimeSpan.FromSeconds(60), Stop);

        Assert.Equal(1, await ledger.StoreAsync(lane.Lane, [new InvocationVerdict.Done(slow[0])], Stop));
        Assert.Equal(1, await rig.CountAsync("bus_invocation"));
        Assert.Equal(0, await ledger.StoreAsync(lane.Lane, [new InvocationVerdict.Done(next[0])], Stop));
        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
    }

    [Fact]
    public async Task Failures_are_forgotten_when_they_are_old_enough()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.PutRuleAsync(All, [EngineRig.Target("arn:aws:lambda:eu-west-1:111122223333:function:f")]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromDays(2));

        Assert.Equal(0, await rig.Failures.PurgeAsync(TimeSpan.FromDays(3), Stop));
        Assert.Equal(1, await rig.Failures.PurgeAsync(TimeSpan.FromDays(1), Stop));
    }

    private static TargetRecord Broken =>
        EngineRig.File() with
        {
            InputTransformer = new InputTransformerRecord(
                "{\"payload\": \"<payload>\"}",
                new Dictionary<string, string> { ["payload"] = "$.detail.payload" }
            ),
        };
}
