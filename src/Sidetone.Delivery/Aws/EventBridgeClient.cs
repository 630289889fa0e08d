using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Sidetone.Delivery.Aws;

/// <summary>The part of the EventBridge API that delivery needs. Thread-safe.</summary>
/// <remarks>
/// It stands on the SDK's pipeline: the chain of credentials, signature version 4, correction of a wrong clock, and
/// endpoints are the SDK's. A call is one request: who retries is the dispatcher.
/// Every method throws <see cref="AwsException"/> when there is no result, and
/// <see cref="OperationCanceledException"/> only when the caller's token asks for it.
/// </remarks>
internal sealed class EventBridgeClient : AmazonServiceClient
{
    /// <summary>A client of credentials that are given, or else those of the chain.</summary>
    public static EventBridgeClient Create(AWSCredentials? credentials, EventBridgeConfig config) =>
        credentials is null ? new EventBridgeClient(config) : new EventBridgeClient(credentials, config);

    private EventBridgeClient(EventBridgeConfig config)
        : base(config) { }

    private EventBridgeClient(AWSCredentials credentials, EventBridgeConfig config)
        : base(credentials, config) { }

    /// <summary>Sends up to 10 entries to buses.</summary>
    public Task<PutEventsResult> PutEventsAsync(byte[] entries, CancellationToken cancellation) =>
        CallAsync("PutEvents", entries, EventBridgeJson.Default.PutEventsResult, cancellation);

    /// <summary>Sends up to 20 entries of partner event sources.</summary>
    public Task<PutEventsResult> PutPartnerEventsAsync(byte[] entries, CancellationToken cancellation) =>
        CallAsync("PutPartnerEvents", entries, EventBridgeJson.Default.PutEventsResult, cancellation);

    /// <summary>A bus by name or ARN.</summary>
    public Task<EventBusResult> DescribeEventBusAsync(string nameOrArn, CancellationToken cancellation) =>
        CallAsync(
            "DescribeEventBus",
            new NameParameter(nameOrArn),
            EventBridgeJson.Default.NameParameter,
            EventBridgeJson.Default.EventBusResult,
            cancellation
        );

    /// <summary>Makes a partner event source for a customer's account; its ARN.</summary>
    public Task<PartnerEventSourceResult> CreatePartnerEventSourceAsync(
        string name,
        string account,
        CancellationToken cancellation
    ) =>
        CallAsync(
            "CreatePartnerEventSource",
            new NameAndAccountParameters(name, account),
            EventBridgeJson.Default.NameAndAccountParameters,
            EventBridgeJson.Default.PartnerEventSourceResult,
            cancellation
        );

    /// <summary>A partner event source of this account.</summary>
    public Task<PartnerEventSourceResult> DescribePartnerEventSourceAsync(
        string name,
        CancellationToken cancellation
    ) =>
        CallAsync(
            "DescribePartnerEventSource",
            new NameParameter(name),
            EventBridgeJson.Default.NameParameter,
            EventBridgeJson.Default.PartnerEventSourceResult,
            cancellation
        );

    /// <summary>Removes a partner event source from a customer's account; one that is not there is no error.</summary>
    public Task DeletePartnerEventSourceAsync(string name, string account, CancellationToken cancellation) =>
        CallAsync(
            "DeletePartnerEventSource",
            new NameAndAccountParameters(name, account),
            EventBridgeJson.Default.NameAndAccountParameters,
            EventBridgeJson.Default.NothingResult,
            cancellation
        );

    /// <summary>The customers' accounts that a partner event source was made for, with its state in each.</summary>
    public async Task<IReadOnlyList<PartnerSourceAccount>> ListPartnerEventSourceAccountsAsync(
        string name,
        CancellationToken cancellation
    )
    {
        var accounts = new List<PartnerSourceAccount>();
        string? next = null;
        do
        {
            var page = await CallAsync(
                "ListPartnerEventSourceAccounts",
                new ListAccountsParameters(name, next),
                EventBridgeJson.Default.ListAccountsParameters,
                EventBridgeJson.Default.ListAccountsResult,
                cancellation
            );
            accounts.AddRange(page.PartnerEventSourceAccounts ?? []);
            next = page.NextToken;
        } while (!string.IsNullOrEmpty(next));

        return accounts;
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) =>
        EventBridgePipeline.Complete(pipeline);

    private Task<TResult> CallAsync<TParameters, TResult>(
        string operation,
        TParameters parameters,
        JsonTypeInfo<TParameters> parametersType,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellation
    )
        where TResult : class =>
        CallAsync(operation, JsonSerializer.SerializeToUtf8Bytes(parameters, parametersType), resultType, cancellation);

    private async Task<TResult> CallAsync<TResult>(
        string operation,
        byte[] body,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellation
    )
        where TResult : class
    {
        try
        {
            var options = new InvokeOptions
            {
                RequestMarshaller = EventBridgeMarshaller.Instance,
                ResponseUnmarshaller = EventBridgeUnmarshaller.Instance,
            };
            // Also waited for from outside: what gives credentials (a process, the instance's metadata) does not hear
            // of the cancellation.
            var answer = await InvokeAsync<EventBridgeAnswer>(
                    new EventBridgeCall(operation, body),
                    options,
                    cancellation
                )
                .WaitAsync(cancellation);
            return answer.Body.Length == 0
                ? JsonSerializer.Deserialize("{}"u8, resultType)!
                : JsonSerializer.Deserialize(answer.Body, resultType)
                    ?? throw new JsonException($"{operation} was answered with null.");
        }
        catch (Exception trouble) when (!cancellation.IsCancellationRequested)
        {
            // Everything, because the SDK names no set of exceptions: it runs programs and reads files of the
            // operator's for credentials, and a mistake in those must not stop delivery to others.
            throw new AwsException(AwsFailures.Of(trouble), trouble);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            throw new OperationCanceledException(trouble.Message, trouble, cancellation);
        }
    }
}
