using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Aws;

/// <summary>Tells what the exceptions of the AWS SDK mean.</summary>
internal static class AwsFailures
{
    private static readonly FrozenDictionary<string, AwsFault> Codes = new Dictionary<string, AwsFault>
    {
        // Common errors of AWS's APIs, in the spellings that the JSON and the query protocols give them.
        ["ThrottlingException"] = AwsFault.Throttled,
        ["Throttling"] = AwsFault.Throttled,
        ["ThrottledException"] = AwsFault.Throttled,
        ["RequestThrottled"] = AwsFault.Throttled,
        ["RequestThrottledException"] = AwsFault.Throttled,
        ["RequestLimitExceeded"] = AwsFault.Throttled,
        ["TooManyRequestsException"] = AwsFault.Throttled,
        ["SlowDown"] = AwsFault.Throttled,
        ["InternalFailure"] = AwsFault.Service,
        ["InternalException"] = AwsFault.Service,
        ["InternalServerError"] = AwsFault.Service,
        ["ServiceUnavailable"] = AwsFault.Service,
        ["ServiceUnavailableException"] = AwsFault.Service,
        ["ConcurrentModificationException"] = AwsFault.Service,
        ["RequestTimeout"] = AwsFault.Unanswered,
        ["RequestTimeoutException"] = AwsFault.Unanswered,
        ["UnrecognizedClientException"] = AwsFault.Credentials,
        ["InvalidClientTokenId"] = AwsFault.Credentials,
        ["InvalidAccessKeyId"] = AwsFault.Credentials,
        ["InvalidSignatureException"] = AwsFault.Credentials,
        ["SignatureDoesNotMatch"] = AwsFault.Credentials,
        ["IncompleteSignature"] = AwsFault.Credentials,
        ["IncompleteSignatureException"] = AwsFault.Credentials,
        ["MissingAuthenticationToken"] = AwsFault.Credentials,
        ["MissingAuthenticationTokenException"] = AwsFault.Credentials,
        ["ExpiredToken"] = AwsFault.Credentials,
        ["ExpiredTokenException"] = AwsFault.Credentials,
        ["RequestExpired"] = AwsFault.Credentials,
        ["RequestTimeTooSkewed"] = AwsFault.Credentials,
        ["AccessDenied"] = AwsFault.Denied,
        ["AccessDeniedException"] = AwsFault.Denied,
        ["NotAuthorized"] = AwsFault.Denied,
        ["OptInRequired"] = AwsFault.Denied,
        ["OperationDisabledException"] = AwsFault.Denied,
        ["ResourceNotFoundException"] = AwsFault.Missing,
        ["UnknownOperationException"] = AwsFault.Endpoint,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What an exception means.</summary>
    public static AwsFailure Of(Exception trouble)
    {
        var all = Chain(trouble).ToArray();
        if (all.OfType<AddressForbiddenException>().FirstOrDefault() is { } forbidden)
        {
            return new AwsFailure(AwsFault.Endpoint, null, forbidden.Message);
        }

        // An answer stands inside others when it was the role's: then it says more than what is around it.
        if (all.OfType<AmazonServiceException>().LastOrDefault(each => each.StatusCode != 0) is { } answered)
        {
            return new AwsFailure(FaultOf(answered), CodeOf(answered), MessageOf(answered));
        }

        if (all.Any(each => each is HttpRequestException or IOException or OperationCanceledException or JsonException))
        {
            return new AwsFailure(AwsFault.Unanswered, null, all[^1].Message);
        }

        // The chain of credentials came to its end, a profile is not there, a process that gives credentials failed:
        // the SDK has no closed set of exceptions for it, and each of its messages says what to mend.
        return new AwsFailure(AwsFault.Credentials, null, trouble.Message);
    }

    private static AwsFault FaultOf(AmazonServiceException answered)
    {
        var fault = FaultOfAnswer(answered);
        // Of the token service's answers all but passing trouble are about the role, and none about what is sent.
        return
            answered is AmazonSecurityTokenServiceException
            && fault is not (AwsFault.Throttled or AwsFault.Service or AwsFault.Unanswered)
            ? AwsFault.Credentials
            : fault;
    }

    private static AwsFault FaultOfAnswer(AmazonServiceException answered)
    {
        if (answered is AmazonUnmarshallingException)
        {
            return AwsFault.Unanswered;
        }

        if (answered.ErrorCode is { } code && Codes.TryGetValue(code, out var fault))
        {
            return fault;
        }

        return (int)answered.StatusCode switch
        {
            408 => AwsFault.Unanswered,
            429 => AwsFault.Throttled,
            >= 500 => AwsFault.Service,
            401 or 403 or 407 => AwsFault.Denied,
            // EventBridge says what is missing by code; a bare 404, 405 or redirect comes from something else.
            (>= 300 and < 400) or 404 or 405 => AwsFault.Endpoint,
            _ => AwsFault.Refused,
        };
    }

    private static string? CodeOf(AmazonServiceException answered) =>
        string.IsNullOrEmpty(answered.ErrorCode) ? null : answered.ErrorCode;

    private static string MessageOf(AmazonServiceException answered) =>
        string.IsNullOrWhiteSpace(answered.Message) || CodeOf(answered) is null
            ? $"Answered {(int)answered.StatusCode}. {answered.Message}".Trim()
            : answered.Message;

    private static IEnumerable<Exception> Chain(Exception? trouble)
    {
        for (; trouble is not null; trouble = trouble.InnerException)
        {
            yield return trouble;
        }
    }
}
