using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Sidetone.Delivery.Aws;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.EventBridge;

/// <summary>Makes the client of a destination: where it calls, and with whose credentials.</summary>
internal static class EventBridgeConnection
{
    private const string SessionName = "sidetone";

    /// <param name="settings">The destination's settings.</param>
    /// <param name="secrets">The destination's secrets.</param>
    /// <param name="http">The connections for the endpoint.</param>
    /// <param name="tokenHttp">The connections for AWS's security token service.</param>
    /// <param name="time">The clock of timeouts.</param>
    /// <exception cref="DestinationSettingsException">Nothing says which region it is.</exception>
    public static EventBridgeClient Open(
        EventBridgeSettings settings,
        EventBridgeSecrets secrets,
        AwsHttpClients http,
        AwsHttpClients tokenHttp,
        TimeProvider time
    )
    {
        var region = RegionOf(settings);
        var config = Configured(new EventBridgeConfig(), settings, region, settings.Endpoint, http);

        var own = OwnCredentials(secrets);
        if (settings.RoleArn is not { } role)
        {
            return EventBridgeClient.Create(own, config);
        }

        var tokenConfig = Configured(new AmazonSecurityTokenServiceConfig(), settings, region, null, tokenHttp);
        var tokens = own is null
            ? new AmazonSecurityTokenServiceClient(tokenConfig)
            : new AmazonSecurityTokenServiceClient(own, tokenConfig);
        var timeout = TimeSpan.FromSeconds(settings.TimeoutSeconds);
        var assumed = new AssumedRole(tokens, role, SessionName, settings.ExternalId, timeout, time);
        return EventBridgeClient.Create(assumed, config);
    }

    /// <summary>Everything about a call that has a default which matters.</summary>
    private static T Configured<T>(
        T config,
        EventBridgeSettings settings,
        string region,
        string? endpoint,
        AwsHttpClients http
    )
        where T : ClientConfig
    {
        // The schedule of retries is the dispatcher's: one call is one request, on a stale connection too.
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = 0;
        config.MaxStaleConnectionRetries = 0;
        config.ThrottleRetries = false;
        config.AllowAutoRedirect = false;
        // The caller's token ends a call.
        config.Timeout = Timeout.InfiniteTimeSpan;
        config.HttpClientFactory = http;
        config.AuthenticationRegion = region;
        if (settings.Profile is { } profile)
        {
            config.Profile = new Profile(profile);
        }

        // Of the two the last one set counts; asked for, the address is what environment and profile name.
        if ((endpoint ?? config.ServiceURL) is { } url)
        {
            config.ServiceURL = url;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    private static AWSCredentials? OwnCredentials(EventBridgeSecrets secrets) =>
        secrets switch
        {
            { AccessKeyId: { } id, SecretAccessKey: { } secret, SessionToken: { } token } => new SessionAWSCredentials(
                id,
                secret,
                token
            ),
            { AccessKeyId: { } id, SecretAccessKey: { } secret } => new BasicAWSCredentials(id, secret),
            _ => null,
        };

    private static string RegionOf(EventBridgeSettings settings)
    {
        if (settings.Region is { } region)
        {
            return region;
        }

        // arn:partition:events:region:account:event-bus/name
        if (settings.Bus?.Split(':') is [_, _, _, var ofBus, ..])
        {
            return ofBus;
        }

        try
        {
            // Not from the instance's metadata, which would be asked here and now, and may not answer for seconds.
            return (OfProfile(settings.Profile) ?? FallbackRegionFactory.GetRegionEndpoint(false))?.SystemName
                ?? throw new DestinationSettingsException(
                    "Nothing says which AWS region it is: set the destination's region, or AWS_REGION for the server."
                );
        }
        catch (Exception trouble) when (trouble is AmazonClientException or IOException or UnauthorizedAccessException)
        {
            throw new DestinationSettingsException($"The AWS configuration cannot be read: {trouble.Message}", trouble);
        }
    }

    private static RegionEndpoint? OfProfile(string? name) =>
        name is not null && new CredentialProfileStoreChain().TryGetProfile(name, out var profile)
            ? profile.Region
            : null;
}
