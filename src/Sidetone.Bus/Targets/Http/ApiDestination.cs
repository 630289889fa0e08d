using System.Net.Http.Headers;
using System.Text;
using Sidetone.Bus.Connections;
using Sidetone.Bus.Rules;
using Sidetone.Outgoing;

namespace Sidetone.Bus.Targets.Http;

/// <summary>Calls an HTTP endpoint, one invocation per call, at most so often per second.</summary>
internal sealed class ApiDestination(
    HttpMessageInvoker http,
    ApiDestinationRecord destination,
    ApiAuthorization authorization,
    HttpParametersRecord? parameters,
    TokenBucket rate,
    TimeProvider time
) : ITarget
{
    // AWS's own limit.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // Enough to see what the endpoint disliked.
    private const int SaidBytesMax = 300;

    public int BatchMax => 1;

    public int ConcurrentCalls => 32;

    public TimeSpan LongestCall => Timeout;

    public int Allowance => rate.Available;

    public TimeSpan AllowedIn => rate.AvailableIn;

    public async Task<IReadOnlyList<InvocationOutcome>> InvokeAsync(
        IReadOnlyList<Invocation> invocations,
        CancellationToken cancellation
    )
    {
        var outcomes = new List<InvocationOutcome>(invocations.Count);
        foreach (var invocation in invocations)
        {
            rate.Take(1);
            outcomes.Add(await InvokeAsync(invocation, cancellation));
        }

        return outcomes;
    }

    private async Task<InvocationOutcome> InvokeAsync(Invocation invocation, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var request = ApiRequest.Make(
                destination.HttpMethod,
                destination.InvocationEndpoint,
                authorization.Parameters,
                HttpParameters.ForEvent(parameters, invocation.Event.Envelope),
                invocation.Body
            );
            await authorization.ApplyAsync(request, either.Token);
            using var response = await http.SendAsync(request, either.Token);
            var said = response.IsSuccessStatusCode ? "" : await SaidAsync(response, either.Token);
            return Outcome((int)response.StatusCode, said, RetryAfter(response));
        }
        catch (TargetUnusableException wrong)
        {
            return new InvocationOutcome.Failed(wrong.Code, wrong.Message);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new InvocationOutcome.RetryLater(
                TargetErrors.Timeout,
                $"No answer within {Timeout.TotalSeconds} s."
            );
        }
        catch (HttpRequestException failed) when (Forbidden(failed) is { } forbidden)
        {
            return new InvocationOutcome.Failed(TargetErrors.NoPermissions, forbidden.Message);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            return new InvocationOutcome.RetryLater(
                TargetErrors.ClientError,
                failed.InnerException?.Message ?? failed.Message
            );
        }
    }

    private InvocationOutcome Outcome(int status, string said, TimeSpan? retryAfter)
    {
        var reason = said.Length == 0 ? $"Answered {status}." : $"Answered {status}: {said}";
        if (status is >= 200 and < 300)
        {
            return InvocationOutcome.Succeeded.Value;
        }

        if (status is 401 or 407 && authorization.CanRefresh)
        {
            authorization.Refresh();
            return new InvocationOutcome.RetryLater(TargetErrors.NoPermissions, reason, retryAfter);
        }

        // A negative wait asks for no more calls at all.
        if (status is 409 or 429 or >= 500 && retryAfter is not { Ticks: < 0 })
        {
            return new InvocationOutcome.RetryLater(
                status == 429 ? TargetErrors.Throttling : TargetErrors.ServerError,
                reason,
                retryAfter
            );
        }

        return new InvocationOutcome.Failed(
            status is 401 or 403 or 407 ? TargetErrors.NoPermissions : TargetErrors.ClientError,
            status is >= 300 and < 400 ? $"Answered {status}: redirects are not followed." : reason
        );
    }

    /// <summary>Seconds or a date (RFC 9110, section 10.2.3); a date that is over asks for no wait.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is { } known)
        {
            var wait = known.Delta ?? known.Date - time.GetUtcNow();
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        }

        return
            response.Headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues raw)
            && long.TryParse(raw.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            && seconds < 0
            ? TimeSpan.FromSeconds(-1)
            : null;
    }

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
