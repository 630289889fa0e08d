using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Sidetone.Delivery.Aws;

/// <summary>Makes the HTTP request of a call: AWS JSON 1.1 names the operation in a header.</summary>
internal sealed class EventBridgeMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static readonly EventBridgeMarshaller Instance = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var call = (EventBridgeCall)input;
        var request = new DefaultRequest(call, "Amazon.EventBridge")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = call.Body,
        };
        request.Headers["X-Amz-Target"] = $"AWSEvents.{call.Operation}";
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return request;
    }
}
