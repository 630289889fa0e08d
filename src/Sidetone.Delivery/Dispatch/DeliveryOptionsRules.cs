using Microsoft.Extensions.Options;

namespace Sidetone.Delivery.Dispatch;

/// <summary>What the options say about each other.</summary>
internal sealed class DeliveryOptionsRules : IValidateOptions<DeliveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) =>
        options.FirstRetryDelay <= options.LongestRetryDelay
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Delivery:FirstRetryDelay must not be longer than Delivery:LongestRetryDelay."
            );
}

/// <summary>The annotations of <see cref="DeliveryOptions"/>, checked by generated code.</summary>
[OptionsValidator]
internal sealed partial class DeliveryOptionsAnnotations : IValidateOptions<DeliveryOptions>;
