using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Sidetone.Cli;
using Sidetone.Importing;

namespace Sidetone.Tailing;

/// <summary>One event as the stream gave it.</summary>
/// <param name="Id">The position to resume after; empty when the server gave none.</param>
/// <param name="Json">The event's envelope: one line of JSON.</param>
internal sealed record StreamedEvent(string Id, string Json);

/// <summary>
/// Follows a server's event stream. A connection that breaks is made again and goes on after the last event seen, so
/// that none is missed and none comes twice.
/// </summary>
internal sealed class EventStream : IDisposable
{
    private const string Path = "v1/events/stream";
    private const string LastIdHeader = "Last-Event-ID";

    /// <summary>Servers send something, a comment at least, more often than this; silence means that the way is broken.</summary>
    private static readonly TimeSpan s_silenceMax = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly RetryDelays _delays;
    private readonly TimeProvider _time;
    private string? _lastId;

    /// <summary>Prepares a stream; nothing is asked yet.</summary>
    /// <param name="server">The server.</param>
    /// <param name="key">A read or admin key.</param>
    /// <param name="after">The id to begin after; null to begin with what comes from now on.</param>
    /// <param name="delays">How long to wait before connecting again.</param>
    /// <param name="time">The clock.</param>
    public EventStream(Uri server, string key, string? after, RetryDelays delays, TimeProvider time)
    {
        _address = new Uri(server.AbsoluteUri.TrimEnd('/') + "/" + Path);
        _lastId = after;
        _delays = delays;
        _time = time;
        _http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
    }

    /// <summary>Told when the stream is connected.</summary>
    public Action OnConnected { get; init; } = static () => { };

    /// <summary>Told why the connection broke and how long until it is made again.</summary>
    public Action<string, TimeSpan> OnBroken { get; init; } = static (_, _) => { };

    /// <summary>Events as they come, until cancelled.</summary>
    /// <exception cref="CommandFailure">The server refuses: the key is wrong, or the address is not that of a server.</exception>
    public async IAsyncEnumerable<StreamedEvent> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var failures = 0;
        while (true)
        {
            var reason = "The server ended the stream.";
            await using var events = ReadOnceAsync(cancellation).GetAsyncEnumerator(cancellation);
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception broken) when (broken is HttpRequestException or IOException or TimeoutException)
                {
                    reason = broken.Message;
                    break;
                }

                failures = 0;
                yield return events.Current;
            }

            var delay = _delays.After(++failures, asked: null);
            OnBroken(reason, delay);
            await Task.Delay(delay, _time, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<StreamedEvent> ReadOnceAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        if (_lastId is not null)
        {
            request.Headers.Add(LastIdHeader, _lastId);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        await RequireStreamAsync(response, cancellation);
        OnConnected();
        await using var body = new ImpatientStream(
            await response.Content.ReadAsStreamAsync(cancellation),
            s_silenceMax,
            _time
        );
        var parser = SseParser.Create(body);
        await foreach (var item in parser.EnumerateAsync(cancellation))
        {
            // Also an event without data counts: it says where the stream stands. The parser's own last id would not do,
            // because it may be that of an event of which only the beginning came.
            _lastId = item.EventId ?? _lastId;
            if (item.Data.Length > 0)
            {
                yield return new StreamedEvent(item.EventId ?? "", item.Data);
            }
        }
    }

    private static async Task RequireStreamAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var reason = await ProblemText.ReadAsync(response, cancellation);
        var passing = response.StatusCode is HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        throw passing
            ? new HttpRequestException(reason)
            : new CommandFailure($"The server refuses the stream. {reason}");
    }
}
