using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Importing;

/// <summary>What became of a batch that was sent.</summary>
internal abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>It is durable on the server, now or from before.</summary>
    internal sealed record Accepted(int Bytes) : SendOutcome;

    /// <summary>The server will never take it; the reason is its own.</summary>
    internal sealed record Refused(HttpStatusCode Status, string Reason) : SendOutcome;

    /// <summary>The server does not take it now.</summary>
    internal sealed record TryLater(TimeSpan? After, string Reason) : SendOutcome;
}

/// <summary>Sends batches to a server's intake, one request each.</summary>
internal sealed class IntakeClient : IDisposable
{
    /// <summary>The path of the intake.</summary>
    public const string Path = "v1/batches";

    private const string IssuesPath = "v1/issues";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly Uri _batches;
    private readonly Uri _issues;

    /// <summary>Prepares a client; nothing is sent yet.</summary>
    public IntakeClient(Uri server, string key, TimeProvider time)
    {
        _time = time;
        var root = server.AbsoluteUri.TrimEnd('/');
        _batches = new Uri($"{root}/{Path}");
        _issues = new Uri($"{root}/{IssuesPath}");
        _http = new HttpClient { Timeout = s_timeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Sends one batch, once.</summary>
    public Task<SendOutcome> SendAsync(Batch batch, CancellationToken cancellation) =>
        PostAsync(_batches, BatchWriter.ToUtf8(batch), cancellation);

    /// <summary>Reports one issue, once.</summary>
    public Task<SendOutcome> ReportAsync(Issue issue, CancellationToken cancellation) =>
        PostAsync(_issues, IssueWriter.ToUtf8(issue), cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<SendOutcome> PostAsync(Uri address, byte[] content, CancellationToken cancellation)
    {
        var body = Gzip(content);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentEncoding.Add("gzip");
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return await OutcomeOfAsync(response, body.Length, cancellation);
        }
        catch (HttpRequestException unreachable)
        {
            return new SendOutcome.TryLater(After: null, unreachable.Message);
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendOutcome.TryLater(After: null, $"No answer within {s_timeout.TotalSeconds:0} s.");
        }
    }

    private async Task<SendOutcome> OutcomeOfAsync(
        HttpResponseMessage response,
        int bytes,
        CancellationToken cancellation
    )
    {
        if (response.IsSuccessStatusCode)
        {
            return new SendOutcome.Accepted(bytes);
        }

        var reason = await ProblemText.ReadAsync(response, cancellation);
        var passing = response.StatusCode is HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        return passing
            ? new SendOutcome.TryLater(RetryAfter(response), reason)
            : new SendOutcome.Refused(response.StatusCode, reason);
    }

    /// <summary>RFC 9110, 10.2.3: seconds, or an instant.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => null,
        };

    private static byte[] Gzip(ReadOnlySpan<byte> body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }
}
