using System.Text.Json;
using Sidetone.Tests.Cli;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Tests.Delivery;

/// <summary>A group in a store of its own, an EventBridge beside it, and the executable to work on both.</summary>
internal sealed class EventBridgeDesk : IAsyncDisposable
{
    public const string Group = "desk";

    private readonly TemporaryFolder? _own;

    private EventBridgeDesk(EventBridgeReceiver receiver, string folder, TemporaryFolder? own)
    {
        Receiver = receiver;
        Folder = folder;
        _own = own;
    }

    public EventBridgeReceiver Receiver { get; }

    public string Folder { get; }

    /// <summary>The environment of the commands.</summary>
    public Dictionary<string, string> Variables { get; } = new() { ["AWS_EC2_METADATA_DISABLED"] = "true" };

    /// <summary>A store of its own with a group, or beside a server that has both.</summary>
    public static async Task<EventBridgeDesk> OpenAsync(string? folder = null)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        var desk = new EventBridgeDesk(await EventBridgeReceiver.StartAsync(), folder ?? own!.Path, own);
        if (own is not null)
        {
            await desk.GoodAsync("group", "create", Group);
        }

        return desk;
    }

    /// <summary>Runs a command on the store.</summary>
    public Task<ProcessRun> RunAsync(params string[] arguments) =>
        SidetoneProcess.RunAsync(Variables, [.. arguments, "--data", Folder]);

    /// <summary>Runs a command that must go well; what it printed.</summary>
    public async Task<string> GoodAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}");
        return run.Out;
    }

    /// <summary>Runs a command that must go well; the JSON that it printed.</summary>
    public async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse(await GoodAsync([.. arguments, "--json"])).RootElement;

    /// <summary>Runs a command that must fail; what it said.</summary>
    public async Task<string> BadAsync(int exitCode, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        return run.Error;
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        _own?.Dispose();
    }
}
