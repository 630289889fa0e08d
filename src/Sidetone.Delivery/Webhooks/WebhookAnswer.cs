using System.Net;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.Webhooks;

/// <summary>What an HTTP answer means for an event.</summary>
internal static class WebhookAnswer
{
    /// <summary>Classifies a status code.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="said">The beginning of the body, for a person.</param>
    /// <param name="retryAfter">What <c>Retry-After</c> asked for.</param>
    public static DeliveryOutcome Of(HttpStatusCode status, string said, TimeSpan? retryAfter)
    {
        var reason = said.Length == 0 ? $"Answered {(int)status}." : $"Answered {(int)status}: {said}";
        return (int)status switch
        {
            >= 200 and < 300 => new DeliveryOutcome.Delivered(),
            408 or 425 or 429 or >= 500 => new DeliveryOutcome.RetryLater(reason, retryAfter),
            >= 300 and < 400 => new DeliveryOutcome.Rejected(
                $"Answered {(int)status}: redirects are not followed; set the final URL."
            ),
            _ => new DeliveryOutcome.Rejected(reason),
        };
    }
}
