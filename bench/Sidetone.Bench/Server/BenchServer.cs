using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Sidetone.Bench.Server;

/// <summary>A server in a process and a data folder of its own, with one group; stopped and deleted when disposed.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private BenchServer(Process process, DirectoryInfo folder, GroupKeys keys, IPEndPoint address, TimeSpan startUp)
    {
        _process = process;
        Folder = folder;
        Keys = keys;
        Address = address;
        StartUp = startUp;
    }

    /// <summary>The data folder.</summary>
    public DirectoryInfo Folder { get; }

    /// <summary>The keys of its one group.</summary>
    public GroupKeys Keys { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; }

    /// <summary>From the start of the process to the first 200 of <c>/health/ready</c>.</summary>
    public TimeSpan StartUp { get; }

    /// <summary>Where it listens, as a base address.</summary>
    public Uri Uri => new($"http://{Address}/");

    /// <summary>The database's file.</summary>
    public string DatabaseFile => Path.Combine(Folder.FullName, "sidetone.db");

    /// <summary>What it has taken of the machine so far.</summary>
    public ProcessFigures Figures => ProcessFigures.Of(_process.Id);

    /// <summary>Makes a group, starts a server and waits until it is ready.</summary>
    /// <param name="settings">Which executable, where.</param>
    /// <param name="name">The folder's name.</param>
    /// <param name="environment">Configuration on top.</param>
    public static async Task<BenchServer> StartAsync(
        BenchSettings settings,
        string name,
        params (string Name, string Value)[] environment
    )
    {
        var folder = Directory.CreateDirectory(
            Path.Combine(settings.Folder, $"{name}-{Environment.ProcessId}-{Random.Shared.Next():x8}")
        );
        var keys = await MakeGroupAsync(settings, folder);
        var address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var start = StartInfo(settings, "serve", "--data", folder.FullName, "--urls", $"http://{address}");
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitUntilReadyAsync(process, address, started);
        return new BenchServer(process, folder, keys, address, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Asks the server to stop and waits for it: what it accepted is then in the file.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new TimeoutException($"The server did not stop within {s_patience.TotalSeconds} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        Folder.Delete(recursive: true);
    }

    private static async Task<GroupKeys> MakeGroupAsync(BenchSettings settings, DirectoryInfo folder)
    {
        var made = await RunAsync(settings, "group", "create", "Bench", "--data", folder.FullName, "--json");
        using var json = JsonDocument.Parse(made);
        string Of(string member) => json.RootElement.GetProperty(member).GetString()!;
        var keys = new GroupKeys(Of("groupId"), Of("ingestKey"), Of("readKey"));

        // A load generator is one key's whole traffic, many times over.
        const string Unlimited = """rateLimit={"batchesPerSecond":0,"burst":1}""";
        await RunAsync(settings, "group", "set", keys.GroupId, Unlimited, "--data", folder.FullName);
        return keys;
    }

    private static async Task<string> RunAsync(BenchSettings settings, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(settings, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"sidetone {arguments[0]} failed: {await errors}");
    }

    private static ProcessStartInfo StartInfo(BenchSettings settings, params string[] arguments) =>
        new(settings.Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    private static async Task WaitUntilReadyAsync(Process process, IPEndPoint address, long started)
    {
        using var http = new HttpClient();
        while (Stopwatch.GetElapsedTime(started) < s_patience)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The server ended with code {process.ExitCode}.");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri($"http://{address}/health/ready"));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(2);
        }

        throw new TimeoutException($"The server was not ready within {s_patience.TotalSeconds} s.");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>The keys of the group that a measurement uses.</summary>
internal sealed record GroupKeys(string GroupId, string Ingest, string Read);
