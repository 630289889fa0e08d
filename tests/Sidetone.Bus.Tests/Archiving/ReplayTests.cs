using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Archives;
using Sidetone.Bus.Archiving;
using Sidetone.Bus.Replaying;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Archiving;

public sealed class ReplayTests
{
    private const string All = """{"source":["org.example"]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Archived_events_come_again_in_the_order_of_their_times_and_are_not_archived_again(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        var archive = rig.Archive(pattern: """{"detail":{"n":[1,2,3]}}""");
        await rig.Bus.PutAsync(archive);
        var ids = new List<string>();
        foreach (var n in new[] { 1, 9, 2, 3 })
        {
            ids.AddRange(await rig.PutEventsAsync($$"""{"n":{{n}}}"""));
            await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        await rig.WorkAsync();
        Assert.Equal(3, await rig.NumberAsync("SELECT events FROM bus_archive_size"));
        Assert.Equal(
            await rig.NumberAsync("SELECT SUM(bytes) FROM bus_archive_event"),
            await rig.NumberAsync("SELECT bytes FROM bus_archive_size")
        );

        await rig.PutRuleAsync(All, [EngineRig.File()]);
        await rig.Bus.PutAsync(Replay(rig, archive));
        await RunAsync(rig);
        await rig.WorkAsync();

        Assert.Equal([ids[0], ids[2], ids[3]], rig.Lines().Select(Id));
        Assert.Contains(
            "\"region\":\"eu-west-1\",\"replay-name\":\"again\",\"resources\":[],\"detail\":{\"n\":1}}",
            rig.Lines()[0],
            StringComparison.Ordinal
        );
        Assert.Equal(3, await rig.NumberAsync("SELECT events FROM bus_archive_size"));
        var done = await ReplayAsync(rig);
        Assert.Equal(ReplayRecord.Completed, done.State);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 8, TimeSpan.Zero), done.LastReplayed);
        Assert.NotNull(done.EndedAt);
    }

    [Fact]
    public async Task Only_events_of_the_time_asked_for_come_again_and_only_rules_that_were_named_see_them()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        var archive = rig.Archive();
        await rig.Bus.PutAsync(archive);
        for (var n = 0; n < 4; n++)
        {
            await rig.PutEventsAsync($$"""{"n":{{n}}}""");
            await rig.Bus.Store.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        await rig.WorkAsync();
        await rig.PutRuleAsync(All, [EngineRig.File("a.jsonl")], "a");
        await rig.PutRuleAsync(All, [EngineRig.File("b.jsonl")], "b");
        await rig.PutRuleAsync("""{"detail":{"n":[7]}}""", [EngineRig.File("c.jsonl")], "c");
        var begin = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await rig.Bus.PutAsync(
            Replay(rig, archive) with
            {
                EventStart = begin.AddSeconds(1),
                EventEnd = begin.AddSeconds(3),
                FilterArns = [Arns.Rule(BusRig.Tenant, "default", "a"), Arns.Rule(BusRig.Tenant, "default", "c")],
            }
        );
        await RunAsync(rig);
        await rig.WorkAsync();

        Assert.Equal([1, 2], rig.Lines("a.jsonl").Select(N));
        Assert.Empty(rig.Lines("b.jsonl"));
        Assert.Empty(rig.Lines("c.jsonl"));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Two_nodes_and_a_restart_in_the_middle_double_nothing(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        var archive = rig.Archive();
        await rig.Bus.PutAsync(archive);
        await rig.PutEventsAsync([.. Enumerable.Range(0, 450).Select(n => $$"""{"n":{{n}}}""")]);
        await rig.WorkAsync();
        await rig.Bus.PutAsync(Replay(rig, archive));
        var two = rig.AddNode("two");

        // One step, then both at once until nothing is left.
        Assert.True(await rig.Services.GetRequiredService<ReplayRunner>().StepAsync(Stop));
        Assert.Equal(ReplayRecord.Running, (await ReplayAsync(rig)).State);
        await Task.WhenAll(RunAsync(rig), RunAsync(rig, two));

        var page = await rig.Bus.Log.ReadAfterAsync(rig.Group, 450, new HashSet<string>(), 10_000, Stop);
        Assert.Equal(
            Enumerable.Range(0, 450),
            page.Events.Select(logged => N(System.Text.Encoding.UTF8.GetString(logged.Envelope.Span)))
        );
    }

    [Fact]
    public async Task A_replay_that_is_cancelled_ends_and_one_whose_archive_is_gone_fails()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        var archive = rig.Archive();
        await rig.Bus.PutAsync(archive);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();
        await rig.Bus.PutAsync(Replay(rig, archive) with { State = ReplayRecord.Cancelling });
        await RunAsync(rig);
        Assert.Equal(ReplayRecord.Cancelled, (await ReplayAsync(rig)).State);

        await rig.Bus.PutAsync(Replay(rig, archive with { Id = Guid.CreateVersion7() }));
        await RunAsync(rig);
        Assert.Equal(ReplayRecord.Failed, (await ReplayAsync(rig)).State);
        Assert.Equal(1, await rig.Bus.Log.HeadAsync(rig.Group, Stop));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Archived_events_are_forgotten_as_their_archive_says_and_with_it(Engine engine)
    {
        await using var rig = await EngineRig.OpenAsync(engine);
        var archive = rig.Archive() with { RetentionDays = 2 };
        await rig.Bus.PutAsync(archive, rig.Archive("other"));
        await rig.PutEventsAsync("""{"n":1}""", """{"n":2}""");
        await rig.WorkAsync();
        await rig.Bus.Store.AdvanceAsync(TimeSpan.FromDays(3));
        await rig.PutEventsAsync("""{"n":3}""");
        await rig.WorkAsync();
        var retention = rig.Services.GetRequiredService<ArchiveRetention>();

        Assert.Equal(2, await retention.PurgeAsync(Stop));
        Assert.Equal(1, await rig.NumberAsync("SELECT MIN(events) FROM bus_archive_size"));
        Assert.Equal(3, await rig.NumberAsync("SELECT MAX(events) FROM bus_archive_size"));
        await rig.Bus.Resources.ChangeAsync(
            (transaction, stop) => ResourceStore.RemoveAsync<ArchiveRecord>(transaction, rig.Group, "", "other", stop),
            Stop
        );
        Assert.Equal(3, await retention.PurgeAsync(Stop));
        Assert.Equal(1, await rig.CountAsync("bus_archive_size"));
    }

    [Theory]
    [InlineData(null, """{"replay-name":[{"exists":false}]}""")]
    [InlineData("""{"a":[1],"a":[2]} """, """{"a":[1],"a":[2],"replay-name":[{"exists":false}]}""")]
    public void An_archives_pattern_gets_the_condition_that_keeps_replays_out(string? pattern, string expected) =>
        Assert.Equal(
            expected,
            Sidetone.Bus.Routing.RuleBook.PatternOf(
                new ArchiveRecord
                {
                    Name = "kept",
                    Id = Guid.Empty,
                    Bus = "default",
                    EventPattern = pattern,
                    State = "ENABLED",
                    CreatedAt = DateTimeOffset.UnixEpoch,
                }
            )
        );

    private static ReplayRecord Replay(EngineRig rig, ArchiveRecord archive) =>
        new()
        {
            Name = "again",
            Archive = archive.Name,
            ArchiveId = archive.Id,
            Bus = "default",
            EventStart = DateTimeOffset.UnixEpoch,
            EventEnd = DateTimeOffset.UnixEpoch.AddYears(100),
            State = ReplayRecord.Starting,
            StartedAt = rig.Bus.Store.Time.GetUtcNow(),
        };

    private static async Task RunAsync(EngineRig rig, IServiceProvider? node = null)
    {
        var runner = (node ?? rig.Services).GetRequiredService<ReplayRunner>();
        while (await runner.StepAsync(Stop)) { }
    }

    private static async Task<ReplayRecord> ReplayAsync(EngineRig rig) =>
        (await rig.Bus.Resources.FindAsync<ReplayRecord>(rig.Group, "", "again", Stop))!;

    private static string? Id(string line) => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString();

    private static int N(string line) =>
        JsonDocument.Parse(line).RootElement.GetProperty("detail").GetProperty("n").GetInt32();
}
