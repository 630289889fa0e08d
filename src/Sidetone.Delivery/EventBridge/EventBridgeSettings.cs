namespace Sidetone.Delivery.EventBridge;

/// <summary>The settings of an <c>eventbridge</c> destination that may be read.</summary>
/// <remarks>Members with a default have setters: generated JSON code gives <c>init</c> members null instead.</remarks>
public sealed record EventBridgeSettings
{
    /// <summary>The limit on the sum of a request's entries that EventBridge documents, in bytes.</summary>
    public const int RequestBytesDefault = 262_144;

    /// <summary>The event bus: its name or ARN. Absent for a partner, whose customer names the bus.</summary>
    public string? Bus { get; init; }

    /// <summary>
    /// The customer's account of 12 digits. With it events are sent as a registered partner's, with
    /// <c>PutPartnerEvents</c>, and the destination's source is the name of the partner event source.
    /// </summary>
    public string? PartnerAccount { get; init; }

    /// <summary>
    /// The AWS region, such as <c>eu-central-1</c>. Default: that of the bus's ARN, of the profile, or the server's
    /// own (<c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, configuration file).
    /// </summary>
    public string? Region { get; init; }

    /// <summary>
    /// An endpoint instead of AWS's: an absolute URL, which must not lead to private addresses. Default: what the
    /// server's <c>AWS_ENDPOINT_URL_EVENTBRIDGE</c>, <c>AWS_ENDPOINT_URL</c> or configuration file say, which may be
    /// anywhere, or else AWS's own.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>A profile of the server's AWS configuration files. Default: the standard chain of credentials.</summary>
    public string? Profile { get; init; }

    /// <summary>The ARN of a role to assume with the credentials.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>
    /// The most that the entries of one request may add up to, in bytes, from 1,024 to 1,048,576. Default 262,144.
    /// </summary>
    public int RequestBytesMax { get; set; } = RequestBytesDefault;

    /// <summary>How many entries one request may have. Default and at most 10, and 20 for a partner.</summary>
    public int? EntriesMax { get; init; }

    /// <summary>How many requests may run at the same time, from 1 to 64. Default 8.</summary>
    public int ConcurrentRequests { get; set; } = 8;

    /// <summary>How long one request may take, in seconds, from 1 to 25. Default 10.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>
    /// Whether to ask that the bus is there before events are sent: EventBridge says yes to events for a bus that is
    /// not. False where <c>events:DescribeEventBus</c> cannot be allowed. Default true.
    /// </summary>
    public bool Probe { get; set; } = true;
}

/// <summary>The settings of an <c>eventbridge</c> destination that nobody may read.</summary>
public sealed record EventBridgeSecrets
{
    /// <summary>An access key's id, used instead of the chain of credentials.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The access key's secret.</summary>
    public string? SecretAccessKey { get; init; }

    /// <summary>The token of temporary credentials.</summary>
    public string? SessionToken { get; init; }
}
