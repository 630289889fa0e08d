using Amazon.Runtime;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Aws;

/// <summary>The HTTP connections of AWS clients.</summary>
/// <remarks>
/// An endpoint that stands in a destination's settings is a customer's: its connections obey the
/// <see cref="OutgoingAddressPolicy"/> and use no proxy. AWS's own endpoints, and those that the operator named in the
/// environment or the configuration file, may be anywhere, behind the operator's proxy too.
/// </remarks>
internal sealed class AwsHttpClients : HttpClientFactory, IDisposable
{
    // An answer for 20 entries with the longest messages has some ten thousand bytes.
    private const int AnswerBytesMax = 1024 * 1024;

    private readonly HttpClient _http;

    private AwsHttpClients(SocketsHttpHandler connections)
    {
        _http = new HttpClient(new WholeAnswers(connections))
        {
            // Every call brings its own end, on the clock that the rest of delivery uses.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>For endpoints that a customer wrote.</summary>
    public static AwsHttpClients Guarded(OutgoingAddressPolicy policy) => new(GuardedConnections.CreateHandler(policy));

    /// <summary>For AWS itself and for endpoints of the operator.</summary>
    public static AwsHttpClients Open() =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            }
        );

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _http;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Hands an answer on when all of it is here. The SDK reads bodies without waiting asynchronously and without an
    /// end; a server that stops in the middle of one would hold a thread for ever.
    /// </summary>
    private sealed class WholeAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(AnswerBytesMax, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }
}
