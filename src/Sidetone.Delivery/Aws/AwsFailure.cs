namespace Sidetone.Delivery.Aws;

/// <summary>Why a call to AWS had no result.</summary>
/// <param name="Fault">What kind of failure it is.</param>
/// <param name="Code">AWS's code, such as <c>AccessDeniedException</c>, when AWS gave one.</param>
/// <param name="Message">AWS's message, or what went wrong on the way.</param>
internal sealed record AwsFailure(AwsFault Fault, string? Code, string Message)
{
    /// <summary>For a person: code and message.</summary>
    public override string ToString() => Code is null ? Message : $"{Code}: {Message}";
}

/// <summary>What kind of failure a call to AWS met.</summary>
internal enum AwsFault
{
    /// <summary>No answer, or half of one: nobody knows whether the call had its effect.</summary>
    Unanswered,

    /// <summary>Too much was asked for at once.</summary>
    Throttled,

    /// <summary>AWS's own trouble.</summary>
    Service,

    /// <summary>No credentials, or some that AWS does not accept, or no longer.</summary>
    Credentials,

    /// <summary>The credentials are good and do not allow it.</summary>
    Denied,

    /// <summary>The thing that the call is about is not there.</summary>
    Missing,

    /// <summary>Nobody can be called there: the address is forbidden, or what answers is not EventBridge.</summary>
    Endpoint,

    /// <summary>The call itself is wrong.</summary>
    Refused,
}

/// <summary>A call to AWS had no result.</summary>
internal sealed class AwsException(AwsFailure failure, Exception? inner = null) : Exception(failure.ToString(), inner)
{
    public AwsFailure Failure => failure;
}
