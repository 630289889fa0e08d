using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api;

/// <summary>Refusals that several operations have, in AWS's words.</summary>
internal static class Refusals
{
    public static BusException Invalid(string message) => new("ValidationException", message);

    /// <summary>A parameter whose value cannot be used, with the reason.</summary>
    public static BusException Parameter(string name, string reason) =>
        Invalid($"Parameter {name} is not valid. Reason: {reason}");

    public static BusException NotFound(string message) => new("ResourceNotFoundException", message);

    public static BusException Exists(string message) => new("ResourceAlreadyExistsException", message);

    public static BusException TooMany() =>
        new("LimitExceededException", "The requested resource exceeds the maximum number allowed.");

    public static BusException NoBus(string bus) => NotFound($"Event bus {bus} does not exist.");

    public static BusException NoRule(string rule, string bus) =>
        NotFound($"Rule {rule} does not exist on EventBus {bus}.");

    public static BusException NoSource(string source) => NotFound($"Event source {source} does not exist.");

    public static BusException WrongState(string message) => new("InvalidStateException", message);

    public static BusException Managed(string rule) =>
        new(
            "ManagedRuleException",
            $"Rule {rule} was created by a service on behalf of your account. It is managed by that service: "
                + "only DeleteRule and RemoveTargets change it, with the Force parameter."
        );
}
