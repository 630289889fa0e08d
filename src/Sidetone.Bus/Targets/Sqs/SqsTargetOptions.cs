using System.ComponentModel.DataAnnotations;

namespace Sidetone.Bus.Targets.Sqs;

/// <summary>Where SQS queues are. Applies at start.</summary>
public sealed class SqsTargetOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Bus:Sqs";

    /// <summary>
    /// The endpoint of a server that speaks Amazon SQS's protocol, such as <c>http://127.0.0.1:9324</c> or
    /// <c>https://sqs.eu-west-1.amazonaws.com</c>. A queue's URL is this, its account and its name. Without it SQS
    /// targets fail, with this as the reason. The operator sets it, so it may be at a private address.
    /// </summary>
    [Url]
    public string? Endpoint { get; init; }

    /// <summary>
    /// The access key; without one, AWS itself is asked with the keys of the standard AWS chain, and any other server
    /// with keys that mean nothing.
    /// </summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The secret of the access key.</summary>
    public string? SecretAccessKey { get; init; }
}

/// <summary>The annotations of <see cref="SqsTargetOptions"/>, checked by generated code.</summary>
[Microsoft.Extensions.Options.OptionsValidator]
internal sealed partial class SqsTargetOptionsAnnotations
    : Microsoft.Extensions.Options.IValidateOptions<SqsTargetOptions>;
