using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Routing;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Routing;

public sealed class EventRouterTests
{
    private const string All = """{"source":["org.example"]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_event_reaches_every_target_of_every_rule_that_it_matches(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        await rig.PutRuleAsync(All, [EngineRig.File("a.jsonl"), EngineRig.File("b.jsonl", "2")]);
        await rig.PutRuleAsync("""{"detail":{"n":[2]}}""", [EngineRig.File("c.jsonl")], "second");
        await rig.PutRuleAsync("""{"detail":{"n":[3]}}""", [EngineRig.File("d.jsonl")], "other");

        var ids = await rig.PutEventsAsync("""{"n":1}""", """{"n":2}""");
        Assert.Equal(2, await rig.RouteAsync());
        await rig.InvokeAsync();

        Assert.Equal(ids, rig.Lines("a.jsonl").Select(Id));
        Assert.Equal(ids, rig.Lines("b.jsonl").Select(Id));
        Assert.Equal([ids[1]], rig.Lines("c.jsonl").Select(Id));
        Assert.Empty(rig.Lines("d.jsonl"));
        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Rules_that_change_are_followed_and_those_put_before_an_event_see_it(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        await rig.PutEventsAsync("""{"n":0}""");
        await rig.WorkAsync();
        await rig.PutRuleAsync(All, [EngineRig.File()]);
        var first = await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        await rig.PutRuleAsync("""{"detail":{"n":[3]}}""", [EngineRig.File()]);
        await rig.PutEventsAsync("""{"n":2}""");
        await rig.WorkAsync();
        var third = await rig.PutEventsAsync("""{"n":3}""");
        await rig.WorkAsync();
        await rig.PutRuleAsync(All, [EngineRig.File()], state: "DISABLED");
        await rig.PutEventsAsync("""{"n":3}""");
        await rig.WorkAsync();

        Assert.Equal([first[0], third[0]], rig.Lines().Select(Id));
    }

    [Fact]
    public async Task A_rule_sees_the_events_of_its_own_bus_only()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.Bus.PutAsync(EventBuses.Bus("orders"));
        await rig.PutRuleAsync(All, [EngineRig.File()], bus: "orders");

        await rig.PutEventsAsync("""{"n":1}""");
        var ids = await rig.PutEventsOnAsync("orders", """{"n":2}""");
        await rig.WorkAsync();

        Assert.Equal(ids, rig.Lines().Select(Id));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Two_nodes_route_every_event_once(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine, ("Bus:Routing:Lease", "00:00:01"));
        await rig.PutRuleAsync(All, [EngineRig.File()]);
        var two = rig.AddNode("two");
        var ids = new List<string>();
        for (var round = 0; round < 5; round++)
        {
            ids.AddRange(await rig.PutEventsAsync([.. Enumerable.Range(0, 50).Select(n => $$"""{"n":{{n}}}""")]));

            // Both find the same events, whoever held the lease before.
            await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(2));
            await Task.WhenAll(rig.RouteAsync(), rig.RouteAsync(two));
        }

        Assert.Equal(250, await rig.CountAsync("bus_invocation"));
        await rig.InvokeAsync();
        Assert.Equal(ids, rig.Lines().Select(Id));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_another_node_routed_meanwhile_is_not_written_a_second_time(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        await rig.PutRuleAsync(All, [EngineRig.File()]);
        await rig.PutEventsAsync("""{"n":1}""");
        var store = rig.Services.GetRequiredService<RouteStore>();
        var late = new RoutedPage(rig.Group, 0, 1);
        late.Invoke("rule", "1", (await store.ReadAsync(rig.Group, 0, 10, Stop)).Single());
        await rig.RouteAsync();

        Assert.False(await store.CommitAsync(late, "one", TimeSpan.FromSeconds(10), Stop));
        Assert.Equal(1, await rig.CountAsync("bus_invocation"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_group_stays_with_its_node_until_the_lease_ends(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        var two = rig.AddNode("two");
        await rig.PutEventsAsync("""{"n":1}""");
        Assert.Equal(1, await rig.RouteAsync());
        await rig.PutEventsAsync("""{"n":2}""");

        Assert.Equal(0, await rig.RouteAsync(two));
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(11));
        Assert.Equal(1, await rig.RouteAsync(two));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Events_that_wait_for_routing_or_for_a_target_are_not_forgotten(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        await rig.PutRuleAsync("""{"detail":{"n":[2]}}""", [EngineRig.File()]);
        await rig.PutEventsAsync("""{"n":1}""", """{"n":2}""", """{"n":3}""");
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromDays(8));

        Assert.Equal(0, await rig.Bus.Log.PurgeAsync(TimeSpan.FromDays(7), Stop));
        await rig.RouteAsync();
        Assert.Equal(2, await rig.Bus.Log.PurgeAsync(TimeSpan.FromDays(7), Stop));
        await rig.InvokeAsync();
        Assert.Equal(1, await rig.Bus.Log.PurgeAsync(TimeSpan.FromDays(7), Stop));
        Assert.Single(rig.Lines());
    }

    [Fact]
    public async Task An_event_that_is_no_JSON_does_not_stop_those_behind_it()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.PutRuleAsync(All, [EngineRig.File()]);
        await rig.Bus.AppendAsync(BusRig.Event(1) with { Bus = "default", Envelope = "no JSON"u8.ToArray() });
        var ids = await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        Assert.Equal(ids, rig.Lines().Select(Id));
    }

    private static string? Id(string line) => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString();
}
