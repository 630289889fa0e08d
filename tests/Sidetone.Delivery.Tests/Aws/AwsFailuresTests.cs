using System.Net;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Sidetone.Delivery.Aws;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Tests.Aws;

public sealed class AwsFailuresTests
{
    [Theory]
    [InlineData("ThrottlingException", 400, nameof(AwsFault.Throttled))]
    [InlineData(null, 429, nameof(AwsFault.Throttled))]
    [InlineData("InternalException", 500, nameof(AwsFault.Service))]
    [InlineData(null, 502, nameof(AwsFault.Service))]
    [InlineData("ExpiredTokenException", 400, nameof(AwsFault.Credentials))]
    [InlineData("UnrecognizedClientException", 400, nameof(AwsFault.Credentials))]
    [InlineData("AccessDeniedException", 400, nameof(AwsFault.Denied))]
    [InlineData(null, 403, nameof(AwsFault.Denied))]
    [InlineData("ResourceNotFoundException", 400, nameof(AwsFault.Missing))]
    [InlineData(null, 404, nameof(AwsFault.Endpoint))]
    [InlineData(null, 301, nameof(AwsFault.Endpoint))]
    [InlineData("ValidationException", 400, nameof(AwsFault.Refused))]
    [InlineData(null, 413, nameof(AwsFault.Refused))]
    [InlineData("SomethingNewException", 400, nameof(AwsFault.Refused))]
    public void An_answer_is_told_by_its_code_and_else_by_its_status(string? code, int status, string fault)
    {
        var answer = new AmazonServiceException("no", ErrorType.Unknown, code, "id", (HttpStatusCode)status);

        Assert.Equal(fault, AwsFailures.Of(answer).Fault.ToString());
        Assert.Equal(fault, AwsFailures.Of(new AmazonClientException("around it", answer)).Fault.ToString());
    }

    [Theory]
    [InlineData("ValidationError", 400, nameof(AwsFault.Credentials))]
    [InlineData("AccessDenied", 403, nameof(AwsFault.Credentials))]
    [InlineData("Throttling", 400, nameof(AwsFault.Throttled))]
    [InlineData(null, 503, nameof(AwsFault.Service))]
    public void What_the_token_service_refuses_is_never_an_events_fault(string? code, int status, string fault)
    {
        var answer = new AmazonSecurityTokenServiceException(
            "no",
            ErrorType.Unknown,
            code,
            "id",
            (HttpStatusCode)status
        );

        Assert.Equal(fault, AwsFailures.Of(answer).Fault.ToString());
    }

    [Fact]
    public void What_never_became_an_answer_is_told_by_what_is_inside()
    {
        Assert.Equal(AwsFault.Unanswered, AwsFailures.Of(new HttpRequestException("refused")).Fault);
        Assert.Equal(AwsFault.Unanswered, AwsFailures.Of(new AmazonClientException("x", new IOException("y"))).Fault);
        Assert.Equal(AwsFault.Unanswered, AwsFailures.Of(new TaskCanceledException()).Fault);
        Assert.Equal(AwsFault.Credentials, AwsFailures.Of(new AmazonClientException("no credentials")).Fault);
        var forbidden = new HttpRequestException("x", new AddressForbiddenException("10.0.0.1 is forbidden"));
        Assert.Equal(
            new AwsFailure(AwsFault.Endpoint, null, "10.0.0.1 is forbidden"),
            AwsFailures.Of(new AmazonClientException("around", forbidden))
        );
    }
}
