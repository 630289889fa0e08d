using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Rules;
using Sidetone.Bus.Targets.Streams;
using Sidetone.Bus.Tests.Rigs;

namespace Sidetone.Bus.Tests.Targets;

public sealed class FileTargetTests : TargetSuite
{
    private protected override Task<TargetRecord> TargetAsync(EngineRig rig) => Task.FromResult(EngineRig.File());

    private protected override Task<TargetRecord> UnusableAsync(EngineRig rig) =>
        Task.FromResult(EngineRig.File("../../out.jsonl"));

    private protected override Task<IReadOnlyList<string>> ReceivedAsync(EngineRig rig) => Task.FromResult(rig.Lines());

    private protected override Task<bool> TryFailAsync(EngineRig rig, bool fails)
    {
        // A folder of the file's name cannot be written to.
        var path = rig.FilePath("out.jsonl");
        if (fails)
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.Delete(path);
        }

        return Task.FromResult(true);
    }

    [Fact]
    public async Task An_input_of_many_lines_is_one_line_in_the_file()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        var target = EngineRig.File() with
        {
            InputTransformer = new InputTransformerRecord(
                "{\n  \"n\": <n>,\n  \"t\": \"a b\"\n}",
                new Dictionary<string, string> { ["n"] = "$.detail.n" }
            ),
        };
        await rig.PutRuleAsync("""{"source":["org.example"]}""", [target]);
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        Assert.Equal(["{\"n\":1,\"t\":\"a b\"}"], rig.Lines());
    }
}

public sealed class BusTargetTests : TargetSuite
{
    private const string Other = "arn:aws:events:eu-west-1:111122223333:event-bus/other";

    private protected override bool IsExactlyOnce => true;

    private protected override async Task<TargetRecord> TargetAsync(EngineRig rig)
    {
        await rig.Bus.PutAsync(EventBuses.Bus("other"));
        return EngineRig.Target(Other);
    }

    private protected override Task<TargetRecord> UnusableAsync(EngineRig rig) =>
        Task.FromResult(EngineRig.Target("arn:aws:events:eu-west-1:111122223333:event-bus/nowhere"));

    private protected override async Task<IReadOnlyList<string>> ReceivedAsync(EngineRig rig)
    {
        var page = await rig.Bus.Log.ReadAfterAsync(rig.Group, 0, new HashSet<string>(), 1_000, Stop);
        return
        [
            .. page
                .Events.Where(logged => logged.Bus == "other")
                .Select(logged => Encoding.UTF8.GetString(logged.Envelope.Span)),
        ];
    }

    [Fact]
    public async Task Buses_that_forward_to_each_other_in_a_circle_end_where_the_event_began()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.Bus.PutAsync(EventBuses.Bus("other"));
        await rig.PutRuleAsync("""{"source":["org.example"]}""", [EngineRig.Target(Other)]);
        await rig.PutRuleAsync(
            """{"source":["org.example"]}""",
            [EngineRig.Target("arn:aws:events:eu-west-1:111122223333:event-bus/default")],
            bus: "other"
        );
        await rig.PutEventsAsync("""{"n":1}""");
        for (var round = 0; round < 5; round++)
        {
            await rig.WorkAsync();
        }

        Assert.Equal(2, await rig.Bus.Log.HeadAsync(rig.Group, Stop));
        Assert.Equal(0, await rig.CountAsync("bus_invocation"));
    }
}

public sealed class StreamTargetTests : TargetSuite
{
    private protected override bool IsExactlyOnce => true;

    private protected override Task<TargetRecord> TargetAsync(EngineRig rig) =>
        Task.FromResult(EngineRig.Target("arn:sidetone:bus:eu-west-1:111122223333:stream/desk"));

    private protected override Task<TargetRecord> UnusableAsync(EngineRig rig) =>
        Task.FromResult(EngineRig.Target("arn:sidetone:bus:eu-west-1:999999999999:stream/desk"));

    private protected override async Task<IReadOnlyList<string>> ReceivedAsync(EngineRig rig)
    {
        var entries = await rig
            .Services.GetRequiredService<StreamLog>()
            .ReadAfterAsync(rig.Group, "desk", 0, 1_000, Stop);
        Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(entry => (int)entry.Position));
        return [.. entries.Select(entry => Encoding.UTF8.GetString(entry.Envelope.Span))];
    }
}

public sealed class ForeignTargetTests
{
    [Fact]
    public async Task A_target_that_only_AWS_has_fails_with_that_as_the_reason()
    {
        await using var rig = await EngineRig.OpenAsync(Engine.Sqlite);
        await rig.PutRuleAsync(
            """{"source":["org.example"]}""",
            [EngineRig.Target("arn:aws:lambda:eu-west-1:111122223333:function:f")]
        );
        await rig.PutEventsAsync("""{"n":1}""");
        await rig.WorkAsync();

        var failed = await rig.Failures.ListAsync(rig.Group, null, 10, TestContext.Current.CancellationToken);
        Assert.Contains("only AWS can invoke", Assert.Single(failed).ErrorMessage, StringComparison.Ordinal);
    }
}
