using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Targets;

/// <summary>What every kind of target must do. A kind's own tests derive from it.</summary>
public abstract class TargetSuite : IAsyncDisposable
{
    private const string All = """{"source":["org.example"]}""";

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Whether what is sent twice arrives once.</summary>
    private protected virtual bool IsExactlyOnce => false;

    [Fact]
    public async Task It_receives_every_event_as_it_is()
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        await rig.PutEventsAsync([.. Enumerable.Range(0, 40).Select(n => $$"""{"n":{{n}}}""")]);
        await rig.WorkAsync();

        var received = await ReceivedAsync(rig);
        Assert.Equal(40, received.Count);
        Assert.All(
            Enumerable.Range(0, 40),
            n =>
                Assert.Contains(
                    received,
                    body => body.EndsWith($"\"detail\":{{\"n\":{n}}}}}", StringComparison.Ordinal)
                )
        );
        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
    }

    [Fact]
    public async Task What_can_never_reach_it_is_kept_as_failed_with_the_reason_and_can_be_sent_again()
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await UnusableAsync(rig)]);
        var ids = await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        var failed = Assert.Single(await rig.Failures.ListAsync(rig.Group, "rule", 10, Stop));
        Assert.Equal((ids[0], 1L, (string?)null), (failed.Event.ToString(), failed.Attempts, failed.Exhausted));
        Assert.NotEmpty(failed.ErrorCode);
        Assert.NotEmpty(failed.ErrorMessage);

        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        Assert.Equal(1, await rig.Failures.ResendAsync(rig.Group, "rule", failed.Id, Stop));
        await rig.InvokeAsync();
        Assert.Single(await ReceivedAsync(rig));
    }

    [Fact]
    public async Task What_fails_for_a_while_is_tried_again_until_it_arrives()
    {
        await using var rig = await OpenAsync();
        var target = await TargetAsync(rig);
        if (!await TryFailAsync(rig, fails: true))
        {
            return; // It is in the store: when that is away, nothing is claimed either.
        }

        await rig.PutRuleAsync(All, [target]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        Assert.Empty(await ReceivedAsync(rig));
        var retrying = Assert.Single(await rig.Failures.ListRetryingAsync(rig.Group, null, 10, Stop));
        Assert.Equal(1, retrying.Attempts);

        await TryFailAsync(rig, fails: false);
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(2));
        await rig.InvokeAsync();
        Assert.Single(await ReceivedAsync(rig));
    }

    [Fact]
    public async Task What_was_under_way_when_the_node_died_is_sent_again_by_its_next_start()
    {
        await using var rig = await OpenAsync();
        await rig.PutRuleAsync(All, [await TargetAsync(rig)]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync();

        // As far as the target, and no further: nobody writes down that it went well.
        var claims = rig.Services.GetRequiredService<InvocationClaims>();
        var lane = Assert.Single(await claims.DueAsync(Stop));
        var open = await rig.Services.GetRequiredService<LaneDirectory>().OpenAsync(lane, Stop);
        var claimed = await claims.ClaimAsync(lane, "one", 10, TimeSpan.FromMinutes(1), Stop);
        await open.Target!.InvokeAsync(
            [
                new()
                {
                    Id = claimed[0].Id,
                    Event = claimed[0].Event,
                    Body = claimed[0].Event.Envelope,
                },
            ],
            Stop
        );
        await rig.InvokeAsync();
        Assert.Single(await ReceivedAsync(rig));

        Assert.Equal(1, await claims.ReleaseOwnAsync("one", Stop));
        await rig.InvokeAsync();
        Assert.Equal(IsExactlyOnce ? 1 : 2, (await ReceivedAsync(rig)).Count);
        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
    }

    [Fact]
    public async Task While_it_is_slow_other_targets_are_not()
    {
        await using var rig = await OpenAsync();
        var target = await TargetAsync(rig);
        var gate = new TaskCompletionSource();
        if (!TrySlow(gate.Task))
        {
            return; // It answers when the store does.
        }

        await rig.PutRuleAsync(All, [target, EngineRig.File("other.jsonl", "2")]);
        await using var service = await RunningService.StartAsync(rig.Services);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.RouteAsync();

        await Until.TrueAsync(() => Task.FromResult(rig.Lines("other.jsonl").Count == 1));
        Assert.Empty(await ReceivedAsync(rig));
        gate.SetResult();
        await Until.TrueAsync(async () => (await ReceivedAsync(rig)).Count == 1);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected virtual Task<EngineRig> OpenAsync() => EngineRig.OpenAsync(Engine.Sqlite);

    /// <summary>A target that works.</summary>
    private protected abstract Task<TargetRecord> TargetAsync(EngineRig rig);

    /// <summary>A target that will never work.</summary>
    private protected abstract Task<TargetRecord> UnusableAsync(EngineRig rig);

    /// <summary>What came, as texts.</summary>
    private protected abstract Task<IReadOnlyList<string>> ReceivedAsync(EngineRig rig);

    /// <summary>Makes it fail for a while, or work again; false when it cannot fail.</summary>
    private protected virtual Task<bool> TryFailAsync(EngineRig rig, bool fails) => Task.FromResult(false);

    /// <summary>Makes it wait; false when it cannot be slow.</summary>
    private protected virtual bool TrySlow(Task gate) => false;
}
