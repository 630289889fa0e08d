using System.Globalization;
using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Targets.Sqs;

/// <summary>Sends inputs as messages, up to ten at a time.</summary>
internal sealed class SqsTarget(IAmazonSQS client, string url, bool isFifo, SqsParametersRecord? parameters) : ITarget
{
    // What SQS takes in one request at least, on servers with the older limit too; a message alone may be larger.
    private const int RequestBytesMax = 256 * 1024;

    public int BatchMax => 10;

    public int ConcurrentCalls => isFifo ? 1 : 8;

    public TimeSpan LongestCall => TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<InvocationOutcome>> InvokeAsync(
        IReadOnlyList<Invocation> invocations,
        CancellationToken cancellation
    )
    {
        var outcomes = new List<InvocationOutcome>(invocations.Count);
        foreach (var request in Requests(invocations))
        {
            outcomes.AddRange(await SendAsync(request, cancellation));
        }

        return outcomes;
    }

    private static IEnumerable<IReadOnlyList<Invocation>> Requests(IReadOnlyList<Invocation> invocations)
    {
        var request = new List<Invocation>();
        var bytes = 0;
        foreach (var invocation in invocations)
        {
            if (request.Count > 0 && bytes + invocation.Body.Length > RequestBytesMax)
            {
                yield return request;
                request = [];
                bytes = 0;
            }

            request.Add(invocation);
            bytes += invocation.Body.Length;
        }

        yield return request;
    }

    private async Task<IReadOnlyList<InvocationOutcome>> SendAsync(
        IReadOnlyList<Invocation> invocations,
        CancellationToken cancellation
    )
    {
        try
        {
            var answer = await client.SendMessageBatchAsync(
                new SendMessageBatchRequest { QueueUrl = url, Entries = [.. invocations.Select(Entry)] },
                cancellation
            );
            var failed = (answer.Failed ?? []).ToDictionary(entry => entry.Id, StringComparer.Ordinal);
            return [.. invocations.Select((_, i) => Outcome(failed.GetValueOrDefault(Id(i))))];
        }
        catch (Exception trouble)
            when (trouble
                    is AmazonServiceException
                        or AmazonClientException
                        or HttpRequestException
                        or IOException
                        or OperationCanceledException
            )
        {
            var outcome = Outcome(trouble);
            return [.. invocations.Select(_ => outcome)];
        }
    }

    private SendMessageBatchRequestEntry Entry(Invocation invocation, int index)
    {
        var entry = new SendMessageBatchRequestEntry
        {
            Id = Id(index),
            MessageBody = Encoding.UTF8.GetString(invocation.Body.Span),
        };
        if (invocation.Attributes.Count > 0)
        {
            entry.MessageAttributes = invocation.Attributes.ToDictionary(
                attribute => attribute.Key,
                attribute => new MessageAttributeValue { DataType = "String", StringValue = attribute.Value }
            );
        }

        if (isFifo)
        {
            entry.MessageGroupId = parameters?.MessageGroupId ?? "default";

            // The same at every attempt: the queue itself drops what was sent again.
            entry.MessageDeduplicationId =
                $"{invocation.Event.Id}-{invocation.Id.ToString(CultureInfo.InvariantCulture)}";
        }

        return entry;
    }

    private static string Id(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static InvocationOutcome Outcome(BatchResultErrorEntry? failed) =>
        failed switch
        {
            null => InvocationOutcome.Succeeded.Value,
            { SenderFault: true } => new InvocationOutcome.Failed(
                TargetErrors.ClientError,
                $"{failed.Code}: {failed.Message}"
            ),
            _ => new InvocationOutcome.RetryLater(TargetErrors.ServerError, $"{failed.Code}: {failed.Message}"),
        };

    private static InvocationOutcome Outcome(Exception trouble) =>
        trouble switch
        {
            QueueDoesNotExistException => new InvocationOutcome.Failed(TargetErrors.NoResource, trouble.Message),
            AmazonServiceException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized } =>
                new InvocationOutcome.Failed(TargetErrors.NoPermissions, trouble.Message),
            AmazonServiceException { StatusCode: HttpStatusCode.TooManyRequests } => new InvocationOutcome.RetryLater(
                TargetErrors.Throttling,
                trouble.Message
            ),
            AmazonServiceException
            {
                StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            } service => service.ErrorCode?.Contains("Throttl", StringComparison.Ordinal) == true
                ? new InvocationOutcome.RetryLater(TargetErrors.Throttling, trouble.Message)
                : new InvocationOutcome.Failed(TargetErrors.ClientError, trouble.Message),
            OperationCanceledException or TimeoutException => new InvocationOutcome.RetryLater(
                TargetErrors.Timeout,
                "The queue did not answer in time."
            ),
            _ => new InvocationOutcome.RetryLater(TargetErrors.ServerError, trouble.Message),
        };
}
