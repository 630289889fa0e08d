using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sidetone.Tests.Cli;
using Sidetone.Tests.Serving;

namespace Sidetone.Tests.Heartbeats;

/// <summary>The shipped executable as a server, which can be killed.</summary>
internal sealed partial class ServedProcess(Process process, HttpClient http) : IDisposable
{
    public HttpClient Http => http;

    public static async Task<ServedProcess> StartAsync(string folder)
    {
        var process = SidetoneProcess.Start("serve", "--data", folder, "--urls", "http://127.0.0.1:0");
        var said = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(RunningServer.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (Url().Match(line) is { Success: true } url)
            {
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new ServedProcess(process, new HttpClient { BaseAddress = new Uri(url.Value) });
            }
        }

        throw new InvalidOperationException(string.Join('\n', said));
    }

    /// <summary>The jobs of all events on the bus, one for each mention.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/events/stream?after=0");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            RunningServer.Stop
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(RunningServer.Stop));
        var jobs = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(RunningServer.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("data:", StringComparison.Ordinal))
                {
                    var detail = JsonDocument.Parse(line[5..]).RootElement.GetProperty("detail");
                    jobs.AddRange(
                        detail
                            .GetProperty("heartbeats")
                            .EnumerateArray()
                            .Select(each => each.GetProperty("jobId").GetString()!)
                    );
                    // The first is there; a second one would have been sent with it.
                    patience.CancelAfter(TimeSpan.FromSeconds(2));
                }
            }
        }
        catch (OperationCanceledException) when (!RunningServer.Stop.IsCancellationRequested)
        {
            // Nothing more comes.
        }

        return jobs;
    }

    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
        http.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Url();
}
