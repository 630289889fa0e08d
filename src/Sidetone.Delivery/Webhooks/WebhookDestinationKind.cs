using System.Net.Http.Headers;
using System.Text;
using Sidetone.Delivery.Destinations;
using Sidetone.Outgoing;

namespace Sidetone.Delivery.Webhooks;

/// <summary>Destinations that are HTTP endpoints; all share one pool of guarded connections.</summary>
internal sealed class WebhookDestinationKind(OutgoingAddressPolicy policy, TimeProvider time)
    : IDestinationKind,
        IDisposable
{
    /// <summary>The kind's name.</summary>
    public const string KindName = "webhook";

    private readonly HttpMessageInvoker _http = new(GuardedConnections.CreateHandler(policy));

    public string Name => KindName;

    public IDestination Open(DestinationRecord record)
    {
        var settings = DeliveryJson.Read(record.Settings, DeliveryJson.Default.WebhookSettings, "webhook settings");
        var secrets = record.Secrets is { } json
            ? DeliveryJson.Read(json, DeliveryJson.Default.WebhookSecrets, "webhook secrets")
            : new WebhookSecrets();
        Check(settings);
        return new WebhookDestination(
            _http,
            settings,
            Template(settings),
            Signature(secrets),
            Headers(settings, secrets),
            time
        );
    }

    public void Dispose() => _http.Dispose();

    private static void Check(WebhookSettings settings)
    {
        if (
            !Uri.TryCreate(settings.Url, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0
        )
        {
            throw new DestinationSettingsException("The webhook's url must be an http or https URL without a user.");
        }

        if (settings.Method is not ("POST" or "PUT" or "PATCH"))
        {
            throw new DestinationSettingsException("The webhook's method must be POST, PUT or PATCH.");
        }

        if (settings.TimeoutSeconds is < 1 or > 30 || settings.ConcurrentRequests is < 1 or > 64)
        {
            throw new DestinationSettingsException(
                "The webhook's timeoutSeconds must be from 1 to 30, its concurrentRequests from 1 to 64."
            );
        }

        if (!MediaTypeHeaderValue.TryParse(settings.ContentType, out _))
        {
            throw new DestinationSettingsException("The webhook's contentType must be one such as application/json.");
        }
    }

    private static BodyTemplate? Template(WebhookSettings settings)
    {
        try
        {
            return settings.Template is { } text ? BodyTemplate.Parse(text) : null;
        }
        catch (FormatException wrong)
        {
            throw new DestinationSettingsException(wrong.Message, wrong);
        }
    }

    private static WebhookSignature? Signature(WebhookSecrets secrets)
    {
        if (secrets.SigningSecret is not { } secret)
        {
            return null;
        }

        return WebhookSignature.TryParse(secret, out var signature)
            ? signature
            : throw new DestinationSettingsException(
                "The webhook's signingSecret must be whsec_ and 24 to 64 bytes in base64."
            );
    }

    private static Dictionary<string, string> Headers(WebhookSettings settings, WebhookSecrets secrets)
    {
        var headers = new Dictionary<string, string>(secrets.Headers, StringComparer.OrdinalIgnoreCase);
        if (secrets.BasicUser is { } user)
        {
            var pair = Encoding.UTF8.GetBytes($"{user}:{secrets.BasicPassword}");
            headers["Authorization"] = $"Basic {Convert.ToBase64String(pair)}";
        }

        using var probe = new HttpRequestMessage(HttpMethod.Post, settings.Url);
        foreach (var (name, value) in headers)
        {
            if (
                IsOurs(name)
                || !probe.Headers.TryAddWithoutValidation(name, value)
                || value.AsSpan().ContainsAny("\r\n")
            )
            {
                throw new DestinationSettingsException($"The webhook cannot have a header \"{name}\" of its own.");
            }
        }

        return headers;
    }

    // Headers that say how the request is framed, or that the receiver trusts to be ours.
    private static bool IsOurs(string name) =>
        name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase);
}
