using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Tests;
using Sidetone.Tests.Cli;
using Sidetone.Tests.Serving;

namespace Sidetone.Browser.Tests.Sdk;

/// <summary>The real server in a process of its own, with one group; it can be killed and come back at the same address.</summary>
internal sealed class SdkServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly string _logLevel;
    private Process? _process;

    private SdkServer(Uri address, string logLevel)
    {
        Address = address;
        _logLevel = logLevel;
    }

    public Uri Address { get; }

    /// <summary>Where its store is.</summary>
    public string Folder => _folder.Path;

    /// <summary>Everything that its processes wrote to both outputs.</summary>
    public IEnumerable<string> Log => _log;

    public string IngestKey { get; private set; } = "";

    public string ReadKey { get; private set; } = "";

    /// <summary>Makes a group whose pages may send from an origin, and starts.</summary>
    /// <param name="origin">The pages' origin.</param>
    /// <param name="logLevel">What is logged at least.</param>
    /// <param name="settings">More of the group's settings, each as the command line takes it.</param>
    public static async Task<SdkServer> StartAsync(string origin, string logLevel = "Warning", params string[] settings)
    {
        var server = new SdkServer(new Uri($"http://127.0.0.1:{LastingPort.Take()}"), logLevel);
        try
        {
            var created = await RunAsync("group", "create", "calls", "--json", "--data", server._folder.Path);
            using var group = JsonDocument.Parse(created);
            server.IngestKey = group.RootElement.GetProperty("ingestKey").GetString()!;
            server.ReadKey = group.RootElement.GetProperty("readKey").GetString()!;
            await RunAsync([
                "group",
                "set",
                "calls",
                $"allowedOrigins=[\"{origin}\"]",
                .. settings,
                "--data",
                server._folder.Path,
            ]);
            await server.ComeBackAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes the group's settings, such as <c>headset=true</c>; pages hear of it some moments later.</summary>
    public Task SetAsync(params string[] settings) =>
        RunAsync(["group", "set", "calls", .. settings, "--data", _folder.Path]);

    /// <summary>Starts it where it was.</summary>
    public async Task ComeBackAsync()
    {
        var start = new ProcessStartInfo(
            SidetoneProcess.Path,
            ["serve", "--data", _folder.Path, "--urls", Address.ToString()]
        )
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // A page that was reloaded never says that its session is over: the wait for it is an hour's test otherwise.
        start.Environment["Log__GapWait"] = "00:00:03";
        start.Environment["Log__Silence"] = "00:00:15";
        start.Environment["Logging__LogLevel__Default"] = _logLevel;
        start.Environment["Logging__LogLevel__Microsoft.AspNetCore"] = _logLevel;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Eventually.HoldsAsync(IsReadyAsync);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Waits for the CallSummary of a contact on the bus; the detail.</summary>
    public async Task<JsonElement> SummaryAsync(string contactId)
    {
        await foreach (var text in EventsAsync())
        {
            using var envelope = JsonDocument.Parse(text);
            var detail = envelope.RootElement.GetProperty("detail");
            if (
                envelope.RootElement.GetProperty("detail-type").GetString() == "CallSummary"
                && detail.GetProperty("contact").GetProperty("id").GetProperty("current").GetString() == contactId
            )
            {
                return detail.Clone();
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    /// <summary>Every event of the bus, from the first on, as they come; gives up after a minute.</summary>
    public async IAsyncEnumerable<string> EventsAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var request = Read("/v1/events/stream?after=0");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                yield return line["data:".Length..];
            }
        }
    }

    /// <summary>Sends a body to the server with the ingest key, as a program does.</summary>
    public async Task PostAsync(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path));
        request.Headers.Add("Authorization", $"Bearer {IngestKey}");
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("", response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync());
    }

    /// <summary>The numbers of the batches that a closed call holds, by session.</summary>
    public async Task<IReadOnlyList<int[]>> BatchesAsync(string contactId) =>
        [
            .. (await CallsAsync(contactId))
                .SelectMany(call => call.GetProperty("sessions").EnumerateArray())
                .Select(session =>
                    session.GetProperty("batches").EnumerateArray().Select(number => number.GetInt32()).ToArray()
                ),
        ];

    /// <summary>A closed call's summary as it stands now: what came late has changed it.</summary>
    public async Task<JsonElement> StoredSummaryAsync(string contactId) =>
        (await CallsAsync(contactId)).Single().GetProperty("summary");

    /// <summary>The names of the rules that a closed call met.</summary>
    public async Task<IReadOnlyList<string>> InsightsAsync(string contactId) =>
        [
            .. (await CallsAsync(contactId))
                .SelectMany(call => call.GetProperty("insights").EnumerateArray())
                .Select(insight => insight.GetProperty("name").GetString()!),
        ];

    /// <summary>What a closed call's packed recording holds, out of the server's store.</summary>
    public async Task<IReadOnlyList<Session>> RecordingAsync(string contactId)
    {
        var file = Path.Combine(_folder.Path, "sidetone.db");
        await using var store = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await store.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = store.CreateCommand();
        command.CommandText = "SELECT recording FROM closed_call WHERE contact_id = $contact";
        command.Parameters.AddWithValue("$contact", contactId);
        var recording = await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        return RecordingCodec.Unpack(Assert.IsType<byte[]>(recording));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Kill();
        }

        _client.Dispose();
        _folder.Dispose();
        await ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<JsonElement>> CallsAsync(string contactId)
    {
        using var request = Read($"/v1/calls/{contactId}");
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(text);
        return [.. answer.RootElement.GetProperty("calls").EnumerateArray().Select(call => call.Clone())];
    }

    /// <summary>A request with the group's read key.</summary>
    public HttpRequestMessage Read(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        request.Headers.Add("Authorization", $"Bearer {ReadKey}");
        return request;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _client.GetAsync(
                new Uri(Address, "/health/ready"),
                TestContext.Current.CancellationToken
            );
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var run = await SidetoneProcess.RunAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Out;
    }
}
