using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Sidetone.Simulation;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Chaos.Tests;

/// <summary>
/// Pages that send call after call to a server that comes and goes: out of order, with repeats, some batches long after
/// the rest, and every one again until it is acknowledged.
/// </summary>
internal sealed class ChaosSenders(string key, SeededRandom seed) : IDisposable
{
    private const int Senders = 8;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ConcurrentQueue<ChaosCall> _calls = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private volatile Uri? _address;
    private volatile bool _isLast;
    private int _number;
    private long _acknowledged;
    private (long Target, TaskCompletionSource Reached) _mark = (long.MaxValue, new TaskCompletionSource());

    /// <summary>Every call of which something was sent.</summary>
    public IReadOnlyCollection<ChaosCall> Calls => _calls;

    /// <summary>Answers that must not come, whatever happens to the server.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>How many acknowledgements came, repeats included.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>How many of them were of batches that the server had from before.</summary>
    public long Repeated;

    /// <summary>Where the server listens from now on; null while it is down.</summary>
    public Uri? Address
    {
        get => _address;
        set => _address = value;
    }

    /// <summary>Sends until <see cref="Finish"/>; completes when everything that was begun is acknowledged.</summary>
    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender, stop), stop)));

    /// <summary>Begins no further call.</summary>
    public void Finish() => _isLast = true;

    /// <summary>Waits for so many more acknowledgements, but not longer than a time.</summary>
    public async Task WaitForAsync(int more, TimeSpan atMost, CancellationToken stop)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _mark = (Acknowledged + more, reached);
        await Task.WhenAny(reached.Task, Task.Delay(atMost, TimeProvider.System, stop));
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(int sender, CancellationToken stop)
    {
        var random = seed.Fork("senders").Fork(sender);
        var withheld = new Queue<(ChaosCall Call, Batch Batch, int AfterCalls)>();
        for (var calls = 0; !_isLast; calls++)
        {
            var call = ChaosCall.Number(Interlocked.Increment(ref _number), seed);
            _calls.Enqueue(call);
            var kept = random.Chance(0.25) ? random.Below(call.Played.Count) : -1;
            foreach (var (_, batch) in BatchDisorder.Apply(call.Played, new DisorderSettings(0, 0.15, 0.15), random))
            {
                if (batch.Sequence != kept)
                {
                    await DeliverAsync(call, batch, random, stop);
                }
            }

            await ReportAsync(call, random, stop);
            if (kept >= 0)
            {
                withheld.Enqueue((call, call.Played[kept].Batch, calls + random.Below(6)));
            }

            while (withheld.TryPeek(out var oldest) && oldest.AfterCalls <= calls)
            {
                withheld.Dequeue();
                await DeliverAsync(oldest.Call, oldest.Batch, random, stop);
            }
        }

        foreach (var (call, batch, _) in withheld)
        {
            await DeliverAsync(call, batch, random, stop);
        }
    }

    /// <summary>Sends a batch until it is acknowledged; sometimes without waiting for the answer, and then again.</summary>
    private async Task DeliverAsync(ChaosCall call, Batch batch, SeededRandom random, CancellationToken stop)
    {
        var body = BatchWriter.ToUtf8(batch);
        if (random.Chance(0.05))
        {
            using var hasty = CancellationTokenSource.CreateLinkedTokenSource(stop);
            hasty.CancelAfter(TimeSpan.FromMilliseconds(random.Below(8)));
            await TrySendAsync(call, batch, body, hasty.Token);
        }

        while (!await TrySendAsync(call, batch, body, stop))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5 + random.Below(40)), TimeProvider.System, stop);
        }
    }

    /// <summary>Reports the call's issue until it is acknowledged, and sometimes once more.</summary>
    private async Task ReportAsync(ChaosCall call, SeededRandom random, CancellationToken stop)
    {
        var body = IssueWriter.ToUtf8(call.Issue);
        for (var left = random.Chance(0.2) ? 2 : 1; left > 0; )
        {
            if (await TryReportAsync(call, body, stop))
            {
                left--;
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 + random.Below(40)), TimeProvider.System, stop);
            }
        }
    }

    private async Task<bool> TryReportAsync(ChaosCall call, byte[] body, CancellationToken stop)
    {
        if (_address is not { } address)
        {
            return false;
        }

        using var request = Request(new Uri(address, "/v1/issues"), body);
        try
        {
            using var response = await _http.SendAsync(request, stop);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                return true;
            }

            var text = await response.Content.ReadAsStringAsync(stop);
            if ((int)response.StatusCode < 500)
            {
                _faults.Enqueue($"The issue of {call.Contact}: {(int)response.StatusCode} {text}");
            }

            return (int)response.StatusCode < 500;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private HttpRequestMessage Request(Uri address, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    private async Task<bool> TrySendAsync(ChaosCall call, Batch batch, byte[] body, CancellationToken stop)
    {
        if (_address is not { } address)
        {
            return false;
        }

        using var request = Request(new Uri(address, "/v1/batches"), body);
        call.Sending(batch, TimeProvider.System.GetTimestamp());
        try
        {
            using var response = await _http.SendAsync(request, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            return Take(call, batch, response, text);
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
        {
            // Killed, not there yet, or not waited for. Nobody knows whether it arrived, so it is sent again.
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private bool Take(ChaosCall call, Batch batch, HttpResponseMessage response, string text)
    {
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            call.Acknowledged(batch, TimeProvider.System.GetTimestamp());
            if (text.Contains("\"repeated\":true", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref Repeated);
            }

            var mark = _mark;
            if (Interlocked.Increment(ref _acknowledged) >= mark.Target)
            {
                mark.Reached.TrySetResult();
            }

            return true;
        }

        if ((int)response.StatusCode < 500)
        {
            _faults.Enqueue($"{call.Contact}, batch {batch.Sequence}: {(int)response.StatusCode} {text}");
            return true;
        }

        if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is null)
        {
            _faults.Enqueue($"{call.Contact}, batch {batch.Sequence}: 503 without Retry-After: {text}");
        }

        return false;
    }
}
