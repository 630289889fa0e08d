using Amazon.Runtime;

namespace Sidetone.Delivery.Aws;

/// <summary>One call of the EventBridge API, version 2015-10-07, as AWS JSON 1.1 carries it.</summary>
/// <param name="operation">The operation, such as <c>PutEvents</c>.</param>
/// <param name="body">Its parameters as JSON in UTF-8.</param>
internal sealed class EventBridgeCall(string operation, byte[] body) : AmazonWebServiceRequest
{
    public string Operation => operation;

    public byte[] Body => body;
}

/// <summary>What EventBridge answered a call with.</summary>
internal sealed class EventBridgeAnswer : AmazonWebServiceResponse
{
    /// <summary>JSON in UTF-8.</summary>
    public byte[] Body { get; init; } = [];
}
