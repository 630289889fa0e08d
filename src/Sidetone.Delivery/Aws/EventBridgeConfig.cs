using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Sidetone.Delivery.Aws;

/// <summary>
/// Where EventBridge is and how it is called. The SDK's configuration reads everything that AWS tools read: region,
/// profile, <c>AWS_ENDPOINT_URL_EVENTBRIDGE</c>, <c>AWS_ENDPOINT_URL</c> and <c>endpoint_url</c> of the configuration
/// file.
/// </summary>
internal sealed class EventBridgeConfig : ClientConfig
{
    private static readonly string OwnUserAgent = InternalSDKUtils.BuildUserAgentString("EventBridge", "sidetone");

    public EventBridgeConfig()
        : base(
            new DefaultConfigurationProvider([new DefaultConfiguration { Name = DefaultConfigurationMode.Standard }])
        )
    {
        ServiceId = "EventBridge"; // Makes the name of the variable with the endpoint.
        AuthenticationServiceName = "events";
        EndpointProvider = new Endpoints(this);
    }

    public override string ServiceVersion => "2015-10-07";

    public override string UserAgent => OwnUserAgent;

    public override string RegionEndpointServiceName => "events";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(new EndpointParameters());

    private sealed class Endpoints(EventBridgeConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) =>
            new(config.ServiceURL ?? Regional(RegionEndpoint.GetBySystemName(config.AuthenticationRegion)));

        private string Regional(RegionEndpoint region)
        {
            // The government's regions have no other endpoint than the one that is FIPS.
            var isFips = config.UseFIPSEndpoint && !region.SystemName.StartsWith("us-gov-", StringComparison.Ordinal);
            var host = isFips ? "events-fips" : "events";
            var suffix = config.UseDualstackEndpoint ? DualStackSuffix(region) : region.PartitionDnsSuffix;
            return $"https://{host}.{region.SystemName}.{suffix}/";
        }

        private static string DualStackSuffix(RegionEndpoint region) =>
            region.PartitionName switch
            {
                "aws" or "aws-us-gov" => "api.aws",
                "aws-cn" => "api.amazonwebservices.com.cn",
                var other => throw new AmazonClientException($"EventBridge has no dual-stack endpoint in {other}."),
            };
    }
}
