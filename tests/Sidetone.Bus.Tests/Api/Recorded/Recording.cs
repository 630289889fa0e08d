using System.Text.Json.Nodes;
using Sidetone.Bus.Tests.Rigs;
using Sidetone.Tests;

namespace Sidetone.Bus.Tests.Api.Recorded;

/// <summary>One recorded scenario, played again on a desk.</summary>
internal sealed class Recording : IAsyncDisposable
{
    /// <summary>The pattern that most scenarios use.</summary>
    public const string Pattern =
        """{"source": ["core.update-account-command"], "detail-type": ["core.update-account-command"], "detail": {"command": ["update-account"]}}""";

    private readonly RecordedAnswers _answers;

    private Recording(DeskRig rig, RecordedAnswers answers)
    {
        Rig = rig;
        _answers = answers;
    }

    public DeskRig Rig { get; }

    /// <summary>Opens a scenario by its file and the end of its name; the test is skipped when there are no files.</summary>
    public static async Task<Recording> OpenAsync(string file, string scenario, bool strict = true)
    {
        var path = Path.Combine(SharedCases.Folder("conformance"), "eventbridge-api", $"{file}.snapshot.json");
        var all = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!.AsObject();
        var found = all.Single(one => one.Key.EndsWith($"::{scenario}", StringComparison.Ordinal));
        return new Recording(
            await DeskRig.OpenAsync(strict: strict),
            new RecordedAnswers(found.Value!["recorded-content"]!.AsObject())
        );
    }

    /// <summary>Carries out an operation and compares the answer with the recorded one of a name.</summary>
    public async Task<JsonObject> PlayAsync(string name, string operation, JsonNode input)
    {
        var answer = await Rig.CallAsync(operation, input);
        _answers.Compare(name, answer);
        return answer;
    }

    /// <summary>Carries out an operation that the recording does not hold; it must succeed.</summary>
    public Task<JsonObject> DoAsync(string operation, JsonNode input) => Rig.DoAsync(operation, input);

    /// <summary>Requires that every recorded answer was compared.</summary>
    public void Done(params string[] except) => _answers.RequireAll(except);

    /// <summary>A bus to use: the default one, or one that is made; its name.</summary>
    public async Task<string> BusAsync(string type)
    {
        if (type == "default")
        {
            return "default";
        }

        await DoAsync("CreateEventBus", new JsonObject { ["Name"] = "test-bus-1f2e3d" });
        return "test-bus-1f2e3d";
    }

    /// <summary>The ARN of a bus.</summary>
    public static string BusArn(string bus) => $"arn:aws:events:us-east-1:111111111111:event-bus/{bus}";

    /// <summary>Makes a rule.</summary>
    public Task<JsonObject> RuleAsync(string rule, string bus = "default") => DoAsync("PutRule", Rule(rule, bus));

    /// <summary>The request that makes a rule.</summary>
    public static JsonObject Rule(string rule, string bus = "default") =>
        new()
        {
            ["Name"] = rule,
            ["EventBusName"] = bus,
            ["EventPattern"] = Pattern,
        };

    /// <summary>A list of targets, each a queue.</summary>
    public static JsonArray Targets(params string[] ids) =>
        [.. ids.Select(static id => new JsonObject { ["Id"] = id, ["Arn"] = QueueArn })];

    public const string QueueArn = "arn:aws:sqs:us-east-1:111111111111:a-queue";

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}
