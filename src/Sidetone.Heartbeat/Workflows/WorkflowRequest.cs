using System.Security.Cryptography;
using Sidetone.Delivery.Webhooks;
using Sidetone.Heartbeat.Reading;

namespace Sidetone.Heartbeat.Workflows;

/// <summary>A workflow as somebody asks for it, with its webhook.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Webhook">Where to post; null for no webhook.</param>
/// <param name="Secrets">What nobody may read of the webhook: among it the signing secret, made anew and shown once.</param>
public sealed record WorkflowRequest(Workflow Workflow, WebhookSettings? Webhook, WebhookSecrets Secrets)
{
    private const int UrlMax = 2_000;
    private const int TemplateMax = 10_000;
    private const int HeaderMax = 1_000;
    private const int SigningKeyBytes = 32;

    /// <summary>
    /// Reads <c>{"name":…,"trigger":{…},"event":true,"webhook":{"url":…,"method":"POST","template":…,"authorization":…}}</c>.
    /// </summary>
    /// <exception cref="DefinitionException">Something is wrong; every problem at once.</exception>
    public static WorkflowRequest Parse(string json, Guid id) =>
        MemberReader.Read(
            json,
            members =>
            {
                var workflow = Workflow.Read(members, id);
                var webhook = members.Object("webhook", ReadWebhook);
                if (webhook is null && !workflow.SendsEvent && !members.Has("webhook"))
                {
                    members.Wrong("event", "is false, and there is no webhook: nobody would be told.");
                }

                return new WorkflowRequest(workflow, webhook?.Settings, webhook?.Secrets ?? new WebhookSecrets());
            }
        );

    private static Asked? ReadWebhook(MemberReader members)
    {
        var settings = new WebhookSettings
        {
            Url = members.Text("url", UrlMax),
            Method = members.Word("method", "POST", "POST", "PUT", "PATCH"),
            Template = members.OptionalText("template", TemplateMax),
        };
        var secrets = new WebhookSecrets
        {
            SigningSecret = $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SigningKeyBytes))}",
        };
        if (members.OptionalText("authorization", HeaderMax) is { } authorization)
        {
            secrets.Headers["Authorization"] = authorization;
        }

        return new Asked(settings, secrets);
    }

    private sealed record Asked(WebhookSettings Settings, WebhookSecrets Secrets);
}
