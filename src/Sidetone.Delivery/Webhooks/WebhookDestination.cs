using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Webhooks;

/// <summary>Sends each event as one HTTP request, signed when there is a secret.</summary>
internal sealed class WebhookDestination(
    HttpMessageInvoker http,
    WebhookSettings settings,
    BodyTemplate? template,
    WebhookSignature? signature,
    IReadOnlyDictionary<string, string> headers,
    TimeProvider time
) : IRemoteDestination
{
    // Enough to see what the receiver disliked.
    private const int SaidBytesMax = 300;

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds);

    public int BatchMax => 1;

    public int ConcurrentSends => settings.ConcurrentRequests;

    public TimeSpan LongestSend => _timeout;

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(
        IReadOnlyList<OutgoingEvent> events,
        CancellationToken cancellation
    )
    {
        var outcomes = new List<DeliveryOutcome>(events.Count);
        foreach (var outgoing in events)
        {
            outcomes.Add(await SendAsync(outgoing, cancellation));
        }

        return outcomes;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<DeliveryOutcome> SendAsync(OutgoingEvent outgoing, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var request = Request(outgoing);
            using var response = await http.SendAsync(request, either.Token);
            var said = response.IsSuccessStatusCode ? "" : await SaidAsync(response, either.Token);
            return WebhookAnswer.Of(response.StatusCode, said, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new DeliveryOutcome.RetryLater($"No answer within {settings.TimeoutSeconds} s.");
        }
        catch (HttpRequestException failed) when (Forbidden(failed) is { } forbidden)
        {
            return new DeliveryOutcome.Rejected(forbidden.Message);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            return new DeliveryOutcome.RetryLater(failed.InnerException?.Message ?? failed.Message);
        }
    }

    private HttpRequestMessage Request(OutgoingEvent outgoing)
    {
        var envelope = Envelope.Write(outgoing);
        var body = template is null ? envelope : template.Fill(envelope);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(settings.ContentType);
        var request = new HttpRequestMessage(new HttpMethod(settings.Method), settings.Url) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var id = outgoing.Id.ToString();
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (signature is not null)
        {
            request.Headers.Add("webhook-signature", signature.Sign(id, timestamp, body));
        }

        return request;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked) =>
        asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);

    private static async Task<string> SaidAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[SaidBytesMax];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var text = Encoding.UTF8.GetString(buffer, 0, read);
        return string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
    }

    private static AddressForbiddenException? Forbidden(Exception? failed)
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            if (failed is AddressForbiddenException forbidden)
            {
                return forbidden;
            }
        }

        return null;
    }
}
