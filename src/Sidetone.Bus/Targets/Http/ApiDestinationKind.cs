using System.Collections.Concurrent;
using System.Net;
using Sidetone.Bus.Connections;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;
using Sidetone.Outgoing;
using Sidetone.Storage.Secrets;

namespace Sidetone.Bus.Targets.Http;

/// <summary>
/// HTTP endpoints: <c>arn:aws:events:{region}:{account}:api-destination/{name}/{id}</c>. All share one pool of guarded
/// connections, which the calls for OAuth tokens use too.
/// </summary>
/// <remarks>Rates are kept, and tokens remembered, on each node for itself.</remarks>
internal sealed class ApiDestinationKind : ITargetKind, IDisposable
{
    private readonly ResourceStore _resources;
    private readonly ConnectionSecrets _secrets;
    private readonly TimeProvider _time;
    private readonly bool _plainHttp;
    private readonly HttpMessageInvoker _http;
    private readonly OAuthTokens _tokens;
    private readonly ConcurrentDictionary<Guid, TokenBucket> _rates = [];

    public ApiDestinationKind(
        ResourceStore resources,
        ConnectionSecrets secrets,
        OutgoingAddressPolicy policy,
        TimeProvider time
    )
    {
        _resources = resources;
        _secrets = secrets;
        _time = time;

        // Where this machine itself may be called, a developer tries things out without certificates.
        _plainHttp = policy.Allows(IPAddress.Loopback);
        _http = new HttpMessageInvoker(GuardedConnections.CreateHandler(policy));
        _tokens = new OAuthTokens(_http, _plainHttp, time);
    }

    public bool Takes(string arn) => TargetArn.IsOf(arn, "aws", "events", "api-destination");

    public async Task<ITarget> OpenAsync(BusTenant tenant, TargetRecord target, CancellationToken cancellation)
    {
        var destination = await DestinationAsync(tenant, target.Arn, cancellation);
        var connection = await ConnectionAsync(tenant, destination, cancellation);
        RequireScheme(destination.InvocationEndpoint, _plainHttp);
        var rate = destination.InvocationRateLimitPerSecond ?? ApiDestinationRecord.DefaultRate;
        return new ApiDestination(
            _http,
            destination,
            Authorization(connection),
            target.HttpParameters,
            _rates.AddOrUpdate(
                destination.Id,
                _ => new TokenBucket(rate, _time),
                (_, known) => known.PerSecond == rate ? known : new TokenBucket(rate, _time)
            ),
            _time
        );
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Requires <c>https</c>, or <c>http</c> where that is allowed.</summary>
    /// <exception cref="TargetUnusableException">The URL has another scheme, or a user in it.</exception>
    internal static void RequireScheme(string url, bool plainHttp)
    {
        if (
            !Uri.TryCreate(url.Replace("*", "x", StringComparison.Ordinal), UriKind.Absolute, out var parsed)
            || !(parsed.Scheme == Uri.UriSchemeHttps || (plainHttp && parsed.Scheme == Uri.UriSchemeHttp))
            || parsed.UserInfo.Length > 0
        )
        {
            throw new TargetUnusableException(
                TargetErrors.InvalidInput,
                $"{url} cannot be called: it must begin with https:// and name no user."
            );
        }
    }

    private async Task<ApiDestinationRecord> DestinationAsync(
        BusTenant tenant,
        string arn,
        CancellationToken cancellation
    )
    {
        var parts = TargetArn.NameOf(arn, "api-destination", tenant).Split('/');
        var found = await _resources.FindAsync<ApiDestinationRecord>(tenant.Group, "", parts[0], cancellation);
        return found is not null && (parts.Length == 1 || parts[1] == found.Id.ToString())
            ? found
            : throw new TargetUnusableException(TargetErrors.NoResource, $"API destination {arn} does not exist.");
    }

    private async Task<ConnectionRecord> ConnectionAsync(
        BusTenant tenant,
        ApiDestinationRecord destination,
        CancellationToken cancellation
    )
    {
        var name = TargetArn.NameOf(destination.ConnectionArn, "connection", tenant).Split('/')[0];
        var found = await _resources.FindAsync<ConnectionRecord>(tenant.Group, "", name, cancellation);
        return found switch
        {
            null => throw new TargetUnusableException(TargetErrors.NoResource, $"Connection {name} does not exist."),
            { State: "DEAUTHORIZED" } => throw new TargetUnusableException(
                TargetErrors.NoPermissions,
                $"Connection {name} is deauthorized."
            ),
            _ => found,
        };
    }

    private ApiAuthorization Authorization(ConnectionRecord connection)
    {
        try
        {
            return ApiAuthorization.Of(connection, _secrets.Open(connection), _tokens);
        }
        catch (SecretUnreadableException unreadable)
        {
            throw new TargetUnusableException(TargetErrors.NoPermissions, unreadable.Message);
        }
    }
}
