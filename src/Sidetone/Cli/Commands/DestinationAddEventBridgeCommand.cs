using System.CommandLine;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.EventBridge;

namespace Sidetone.Cli.Commands;

/// <summary><c>destination add eventbridge</c>: a bus in AWS, or a customer's account for a registered partner.</summary>
internal sealed class DestinationAddEventBridgeCommand
{
    private const string SecretVariable = "SIDETONE_AWS_SECRET_ACCESS_KEY";
    private const string PrefixDefault = "sidetone";

    private readonly Option<string> _name = DestinationAddCommand.NameOption();
    private readonly Option<string?> _bus = Text(
        "--bus",
        "NAME|ARN",
        "The event bus; for a partner only its name in the source."
    );
    private readonly Option<string?> _region = Text(
        "--region",
        "REGION",
        "Default: the ARN's, the profile's or the server's."
    );
    private readonly Option<string?> _endpoint = Text(
        "--endpoint",
        "URL",
        "Another endpoint than AWS's; private addresses are refused unless the server allows them."
    );
    private readonly Option<string?> _profile = Text(
        "--profile",
        "NAME",
        "A profile of the server's AWS files. Default: the standard chain of credentials."
    );
    private readonly Option<string?> _role = Text("--role-arn", "ARN", "A role to assume.");
    private readonly Option<string?> _externalId = Text(
        "--external-id",
        "ID",
        "The external id that the role asks for."
    );
    private readonly Option<string?> _keyId = Text(
        "--access-key-id",
        "ID",
        "An access key instead of the chain. Stored encrypted."
    );
    private readonly Option<string?> _secret = Text(
        "--secret-access-key",
        "SECRET",
        $"Its secret. Stored encrypted. Also taken from {SecretVariable}, which other users of the machine cannot see."
    );
    private readonly Option<string?> _prefix = Text(
        "--source-prefix",
        "TEXT",
        $"The first part of the events' source. Default {PrefixDefault}."
    );
    private readonly Option<string?> _partner = Text(
        "--partner",
        "NAME",
        "The name that AWS registered you under as a partner: events go to a partner event source."
    );
    private readonly Option<string?> _partnerAccount = Text(
        "--partner-account",
        "DIGITS",
        "The customer's AWS account of 12 digits."
    );
    private readonly Option<int> _bytes = new("--request-bytes-max")
    {
        HelpName = "N",
        Description = "The most that the entries of one request may add up to.",
        DefaultValueFactory = _ => EventBridgeSettings.RequestBytesDefault,
    };
    private readonly Option<bool> _noProbe = new("--no-probe")
    {
        Description = "Do not ask whether the bus is there, where events:DescribeEventBus cannot be allowed.",
    };

    public static Command Create()
    {
        var add = new DestinationAddEventBridgeCommand();
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "eventbridge",
            "Send a group's events to an Amazon EventBridge bus.",
            [
                group,
                add._name,
                add._bus,
                add._region,
                add._endpoint,
                add._profile,
                add._role,
                add._externalId,
                add._keyId,
                add._secret,
                add._prefix,
                add._partner,
                add._partnerAccount,
                add._bytes,
                add._noProbe,
            ],
            (parsed, store) =>
                DestinationAddCommand.AddAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(add._name),
                    place => add.Make(place, parsed)
                )
        );
    }

    private DestinationRecord Make(DestinationRecord place, ParseResult parsed)
    {
        var partner = parsed.GetValue(_partner);
        if (partner is null != parsed.GetValue(_partnerAccount) is null)
        {
            throw new CommandFailure("--partner and --partner-account go together.", ExitCode.Usage);
        }

        var bus = parsed.GetValue(_bus);
        var settings = new EventBridgeSettings
        {
            Bus = partner is null ? bus : null,
            PartnerAccount = parsed.GetValue(_partnerAccount),
            Region = parsed.GetValue(_region),
            Endpoint = parsed.GetValue(_endpoint),
            Profile = parsed.GetValue(_profile),
            RoleArn = parsed.GetValue(_role),
            ExternalId = parsed.GetValue(_externalId),
            RequestBytesMax = parsed.GetValue(_bytes),
            Probe = !parsed.GetValue(_noProbe),
        };
        var keyId = parsed.GetValue(_keyId);
        var secrets = new EventBridgeSecrets
        {
            AccessKeyId = keyId,
            SecretAccessKey =
                parsed.GetValue(_secret) ?? (keyId is null ? null : Environment.GetEnvironmentVariable(SecretVariable)),
        };
        var own = place with
        {
            SourcePrefix = parsed.GetValue(_prefix) ?? (partner is null ? PrefixDefault : $"aws.partner/{partner}"),
            // The bus's name is what an ARN ends with.
            BusName = bus?.Split('/')[^1] ?? BuiltInBus.Name,
            Region = settings.Region ?? "",
        };
        return NewDestination.EventBridge(own, settings, secrets);
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };
}
