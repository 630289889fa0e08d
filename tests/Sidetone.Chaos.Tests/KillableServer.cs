using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Sidetone.Tests.Cli;

namespace Sidetone.Chaos.Tests;

/// <summary>A server in a process of its own, which can be killed as a power cut would.</summary>
internal sealed partial class KillableServer : IDisposable
{
    private const int LinesMax = 200;
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new(); // The last that it printed, for whoever looks into a failure.
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private KillableServer(Process process) => _process = process;

    /// <summary>What it printed last.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts a server; it may not listen yet.</summary>
    public static KillableServer Start(ChaosStore store)
    {
        var start = new ProcessStartInfo(
            SidetoneProcess.Path,
            ["serve", .. store.Arguments, "--urls", "http://127.0.0.1:0"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = store.Folder,
        };
        foreach (var (name, value) in store.Settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new KillableServer(process);
        process.OutputDataReceived += (_, line) => server.Take(line.Data);
        process.ErrorDataReceived += (_, line) => server.Take(line.Data);
        process.Exited += (_, _) =>
            server._listening.TrySetException(new InvalidOperationException("The server ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Where it listens, once it does.</summary>
    public async Task<Uri> ListeningAsync()
    {
        try
        {
            return await _listening.Task.WaitAsync(s_startTime, TestContext.Current.CancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or InvalidOperationException)
        {
            throw new InvalidOperationException($"The server does not start:\n{Output}", fault);
        }
    }

    /// <summary>SIGKILL: nothing of it runs any more when this returns.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        // Nobody may be left to hear that it ended before it listened.
        _ = _listening.Task.Exception;
    }

    /// <summary>Stops it as Ctrl-C does; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        SidetoneProcess.Interrupt(_process);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > LinesMax)
        {
            _lines.TryDequeue(out _);
        }

        if (Address().Match(line) is { Success: true } address)
        {
            _listening.TrySetResult(new Uri(address.Groups[1].Value));
        }
    }

    [GeneratedRegex("^Listening on (http://127[.]0[.]0[.]1:[0-9]+)")]
    private static partial Regex Address();
}
