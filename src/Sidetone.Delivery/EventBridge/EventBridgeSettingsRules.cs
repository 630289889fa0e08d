using System.Text.RegularExpressions;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.EventBridge;

/// <summary>What the settings of an <c>eventbridge</c> destination must be, before anything is opened.</summary>
internal static partial class EventBridgeSettingsRules
{
    /// <exception cref="DestinationSettingsException">They cannot be used; the message names the setting.</exception>
    public static void Check(DestinationRecord record, EventBridgeSettings settings, EventBridgeSecrets secrets)
    {
        CheckTarget(record, settings);
        CheckCredentials(settings, secrets);
        Require(
            settings.Region is null || RegionName().IsMatch(settings.Region),
            "The region must be one such as eu-central-1."
        );
        Require(
            settings.Endpoint is null
                || Uri.TryCreate(settings.Endpoint, UriKind.Absolute, out var url)
                    && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
                    && url.UserInfo.Length == 0,
            "The endpoint must be an http or https URL without a user."
        );
        Require(
            settings.RequestBytesMax is >= 1_024 and <= 1_048_576,
            "The requestBytesMax must be from 1024 to 1048576."
        );
        var most = EntriesMost(settings);
        Require(
            settings.EntriesMax is null or >= 1 && (settings.EntriesMax ?? 1) <= most,
            $"The entriesMax must be from 1 to {most}."
        );
        Require(
            settings.TimeoutSeconds is >= 1 and <= 25 && settings.ConcurrentRequests is >= 1 and <= 64,
            "The timeoutSeconds must be from 1 to 25, the concurrentRequests from 1 to 64."
        );
    }

    /// <summary>How many entries EventBridge takes at once.</summary>
    public static int EntriesMost(EventBridgeSettings settings) => settings.PartnerAccount is null ? 10 : 20;

    private static void CheckTarget(DestinationRecord record, EventBridgeSettings settings)
    {
        if (settings.PartnerAccount is { } account)
        {
            Require(
                settings.Probe,
                "A partner's destination is always probed: events of a pending source are dropped."
            );
            Require(settings.Bus is null, "A partner's destination has no bus: the customer makes one of the source.");
            Require(AccountNumber().IsMatch(account), "The partnerAccount must have 12 digits.");
            Require(
                PartnerSource().IsMatch(record.Source) && record.Source.Length <= 256,
                $"The source '{record.Source}' cannot be a partner event source: that is aws.partner/, the registered "
                    + "name and two more parts of letters, digits, dots, dashes and underscores, at most 256 in all."
            );
            return;
        }

        Require(
            settings.Bus is { } bus && BusName().IsMatch(bus) && bus.Length <= 1_600,
            "The bus must be a name or an ARN such as arn:aws:events:eu-central-1:123456789012:event-bus/calls."
        );
        Require(
            !record.Source.StartsWith("aws.", StringComparison.Ordinal) && record.Source.Length is > 0 and <= 256,
            $"The source '{record.Source}' cannot be used: PutEvents refuses what begins with 'aws.', and it has at "
                + "most 256 characters."
        );
    }

    private static void CheckCredentials(EventBridgeSettings settings, EventBridgeSecrets secrets)
    {
        Require(
            secrets.AccessKeyId is null == secrets.SecretAccessKey is null,
            "The accessKeyId and the secretAccessKey go together."
        );
        Require(
            secrets.SessionToken is null || secrets.AccessKeyId is not null,
            "The sessionToken needs an accessKeyId."
        );
        Require(
            settings.Profile is null || secrets.AccessKeyId is null,
            "Credentials come from a profile or from an access key, not from both."
        );
        Require(
            settings.RoleArn is null || RoleArn().IsMatch(settings.RoleArn),
            "The roleArn must be one such as arn:aws:iam::123456789012:role/sidetone."
        );
        Require(
            settings.ExternalId is null || settings.RoleArn is not null,
            "The externalId belongs to a role: set the roleArn."
        );
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new DestinationSettingsException(otherwise);
        }
    }

    [GeneratedRegex("^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$")]
    private static partial Regex RegionName();

    // As the API has it; only a partner's bus has slashes in its name, and PutEvents refuses those.
    [GeneratedRegex("^(arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/)?[A-Za-z0-9._-]+$")]
    private static partial Regex BusName();

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex AccountNumber();

    [GeneratedRegex(@"^aws\.partner(/[.\-_A-Za-z0-9]+){2,}$")]
    private static partial Regex PartnerSource();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")]
    private static partial Regex RoleArn();
}
