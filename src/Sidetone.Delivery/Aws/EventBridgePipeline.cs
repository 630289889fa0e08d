using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Sidetone.Delivery.Aws;

/// <summary>The two steps of the SDK's pipeline that every service brings itself.</summary>
internal static class EventBridgePipeline
{
    public static void Complete(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Endpoint());
        pipeline.AddHandlerAfter<Marshaller>(new Authentication());
    }

    private sealed class Endpoint : BaseEndpointResolver
    {
        // Everything that an endpoint depends on is in the configuration, which the provider knows.
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    private sealed class Authentication : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
            AuthSchemeOption.DEFAULT_SIGV4;
    }
}
