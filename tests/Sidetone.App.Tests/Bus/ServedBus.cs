using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Tests.Cli;
using Sidetone.Tests.EventBridge;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Bus;

/// <summary>
/// <c>sidetone serve</c> as a process of its own that checks every signature, with a group and a bus key; it can be killed
/// and started again at the same address.
/// </summary>
internal sealed class ServedBus : IAsyncDisposable
{
    public const string Account = "000000000000";
    public const string Region = "ap-southeast-2";
    private const string Group = "desk";
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly string _address = $"http://127.0.0.1:{LastingPort.Take()}";
    private readonly Dictionary<string, string> _settings;
    private readonly HashSet<string> _marks = [];
    private Process? _process;
    private SignedCaller? _caller;

    private ServedBus(Dictionary<string, string> settings) => _settings = settings;

    /// <summary>Where the bus is.</summary>
    public string Url => $"{_address}/bus";

    /// <summary>The group's bus key.</summary>
    public AccessKey Key { get; private set; } = new("", "");

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Configuration, by environment variable.</param>
    public static async Task<ServedBus> StartAsync(params (string Name, string Value)[] settings)
    {
        var served = new ServedBus(settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        await served.RunAsync("group", "create", Group);
        var key = JsonElement.Parse(await served.RunAsync("bus", "key", "create", Group, "--json"));
        served.Key = new AccessKey(
            key.GetProperty("accessKeyId").GetString()!,
            key.GetProperty("secretAccessKey").GetString()!
        );
        served._caller = new SignedCaller(new Uri(served.Url), Region, served.Key);
        await served.ResumeAsync();
        return served;
    }

    /// <summary>Sends an operation that must go well.</summary>
    public Task<JsonElement> CallAsync(string operation, JsonObject parameters) =>
        _caller!.CallAsync(operation, parameters.ToJsonString());

    /// <summary>Makes a bus, of a partner event source when the name is one's.</summary>
    public async Task AddBusAsync(string bus)
    {
        var parameters = new JsonObject { ["Name"] = bus };
        if (bus.Contains('/', StringComparison.Ordinal))
        {
            parameters["EventSourceName"] = bus;
        }

        await CallAsync("CreateEventBus", parameters);
    }

    /// <summary>Makes a rule that writes every event of a bus to a file.</summary>
    public async Task AddFileAsync(string bus, string file)
    {
        var rule = new JsonObject
        {
            ["Name"] = "all",
            ["EventBusName"] = bus,
            ["EventPattern"] = $$"""{"account":["{{Account}}"]}""",
        };
        await CallAsync("PutRule", rule);
        var target = new JsonObject { ["Id"] = "1", ["Arn"] = $"arn:sidetone:bus:{Region}:{Account}:file/{file}" };
        await CallAsync(
            "PutTargets",
            new JsonObject
            {
                ["Rule"] = "all",
                ["EventBusName"] = bus,
                ["Targets"] = new JsonArray(target),
            }
        );
    }

    /// <summary>What the rule of a bus wrote of everything that was accepted so far, in order.</summary>
    public async Task<IReadOnlyList<string>> WrittenAsync(string bus, string file)
    {
        if (_process is null)
        {
            return WithoutMarks(await LinesAsync(file));
        }

        // Events reach a target in the order in which they were accepted: what comes before a mark is complete.
        var mark = $"mark-{Guid.NewGuid():n}";
        _marks.Add(mark);
        var entry = new JsonObject
        {
            ["Source"] = mark,
            ["DetailType"] = "Mark",
            ["Detail"] = "{}",
            ["EventBusName"] = bus,
        };
        await CallAsync("PutEvents", new JsonObject { ["Entries"] = new JsonArray(entry) });
        string[] lines = [];
        await Eventually.HoldsAsync(async () =>
        {
            lines = await LinesAsync(file);
            return lines.Any(line => SourceOf(line) == mark);
        });
        return WithoutMarks(lines);
    }

    /// <summary>What a file holds now.</summary>
    public async Task<string[]> LinesAsync(string file)
    {
        var path = Directory.EnumerateFiles(_folder.Path, file, SearchOption.AllDirectories).FirstOrDefault();
        var text = path is null ? "" : await File.ReadAllTextAsync(path, RunningServer.Stop);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public void Kill()
    {
        if (_process is { } process)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Starts it again, at the same address.</summary>
    public async Task ResumeAsync()
    {
        _process = SidetoneProcess.Start(
            _settings,
            ["serve", "--data", _folder.Path, "--urls", _address, "--region", Region, "--bus-signatures", "always"]
        );
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri($"{_address}/health/ready"), RunningServer.Stop);
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException) when (!_process.HasExited)
                {
                    return false; // It does not listen yet.
                }
            },
            s_startTime
        );
        // What comes next meets a server that has done it before: clocks of tests are faster than compilers.
        await CallAsync("ListEventBuses", []);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _caller?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var run = await SidetoneProcess.RunAsync([.. arguments, "--data", _folder.Path]);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}");
        return run.Out;
    }

    private string[] WithoutMarks(string[] lines) => [.. lines.Where(line => !_marks.Contains(SourceOf(line)))];

    private static string SourceOf(string line) => JsonElement.Parse(line).GetProperty("source").GetString()!;
}
