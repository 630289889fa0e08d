namespace Sidetone.Delivery.Webhooks;

/// <summary>The settings of a <c>webhook</c> destination that may be read.</summary>
/// <remarks>Members with a default have setters: generated JSON code gives <c>init</c> members null instead.</remarks>
public sealed record WebhookSettings
{
    /// <summary>Where to send: an absolute <c>http</c> or <c>https</c> URL.</summary>
    public required string Url { get; init; }

    /// <summary>The HTTP method. Default <c>POST</c>; also <c>PUT</c> and <c>PATCH</c>.</summary>
    public string Method { get; set; } = "POST";

    /// <summary>The body's <c>Content-Type</c>. Default <c>application/json</c>.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>
    /// The body with <c>{{path}}</c> places, see <see cref="BodyTemplate"/>; without it the envelope is sent.
    /// </summary>
    public string? Template { get; init; }

    /// <summary>How long one request may take, in seconds, from 1 to 30. Default 10.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>How many requests may run at the same time, from 1 to 64. Default 8.</summary>
    public int ConcurrentRequests { get; set; } = 8;
}

/// <summary>The settings of a <c>webhook</c> destination that nobody may read.</summary>
public sealed record WebhookSecrets
{
    /// <summary>
    /// The signing secret, <c>whsec_</c> and 24 to 64 bytes in base64; without it requests are not signed.
    /// </summary>
    public string? SigningSecret { get; init; }

    /// <summary>The user of HTTP basic authentication.</summary>
    public string? BasicUser { get; init; }

    /// <summary>The password of HTTP basic authentication.</summary>
    public string? BasicPassword { get; init; }

    /// <summary>More headers, such as an API key's.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];
}
